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

    /// A stop: the number of its words in the catalogue, and where it is.
    struct Stop: Sendable {
        let text: Int
        let address: String
    }

    /// The stops for someone who sees these people; a story about somebody out of their sight is left out.
    static func stops(_ places: Places) -> [Stop] {
        let contact = places.contact.map { "/people/\($0.rawValue)" } ?? "/list/contacts"
        let addresses: [String?] = [
            "/situation", "/", contact, contact, "/situation", places.surprise.map { "/people/\($0.rawValue)" }, "/policy",
        ]
        return addresses.enumerated().compactMap { index, address in address.map { Stop(text: index + 1, address: $0) } }
    }

    static func panel(_ number: Int, _ places: Places, _ words: Words) -> Panel? {
        let stops = stops(places)
        guard stops.indices.contains(number - 1) else { return nil }
        let (text, count) = (stops[number - 1].text, stops.count)
        return Panel(
            number: number, of: count, title: words("tour.title\(text)"), text: words("tour.text\(text)"),
            nextAddress: number < count ? "/tour/\(number + 1)" : nil, previousAddress: number > 1 ? "/tour/\(number - 1)" : nil,
            endAddress: "/tour/end", isLast: number == count)
    }
}

extension Visit {
    /// Where the tour leads this visitor.
    func tour() async throws -> Tour.Places? {
        guard var places = desk.tour else { return nil }
        if let contact = places.contact, try await !desk.sees(viewer, contact) { places.contact = nil }
        if let surprise = places.surprise, try await !desk.sees(viewer, surprise) { places.surprise = nil }
        return places
    }
}
