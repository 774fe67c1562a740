import Register

/// The guided tour: one story in numbered stops, in a small panel that blocks nothing.
///
/// The words stand in the catalogue as `tour.title1`, `tour.text1` …; a stop whose person the demo does not know is told without it.
struct Tour: Sendable {
    /// Where the stops are; the person is the contact whose story is told, the source the case that nobody had linked.
    struct Places: Sendable {
        var contact: PersonID?
        var surprise: PersonID?

        static let none = Places(contact: nil, surprise: nil)
    }

    /// The panel of a stop.
    struct Panel: Sendable {
        let number: Int
        let of: Int
        let title: String
        let text: String
        let nextAddress: String?
        let previousAddress: String?
        let endAddress: String
        let isLast: Bool
    }

    static func stops(_ places: Places) -> [String] {
        let contact = places.contact.map { "/people/\($0.rawValue)" } ?? "/list/contacts"
        let surprise = places.surprise.map { "/people/\($0.rawValue)" } ?? "/list/cases"
        return ["/situation", "/", contact, contact, "/situation", surprise, "/policy"]
    }

    static func panel(_ number: Int, _ places: Places, _ words: Words) -> Panel? {
        let count = stops(places).count
        guard (1...count).contains(number) else { return nil }
        return Panel(
            number: number, of: count, title: words("tour.title\(number)"), text: words("tour.text\(number)"),
            nextAddress: number < count ? "/tour/\(number + 1)" : nil, previousAddress: number > 1 ? "/tour/\(number - 1)" : nil,
            endAddress: "/tour/end", isLast: number == count)
    }
}
