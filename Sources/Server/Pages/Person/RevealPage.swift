/// Asks for what purpose an identity is to be shown, or a report card with it to be printed.
struct RevealPage: Sendable {
    let person: PersonLink
    let address: String
    let purposes: [Option]
    let problem: String?
    let title: String
    let button: String

    init(_ tag: PersonTag, _ reading: Reading, problem: String?, isCard: Bool = false) {
        person = PersonLink(tag, reading)
        address = reading.address("/people/\(tag.id.rawValue)/\(isCard ? "card" : "reveal")")
        purposes = ["identity.call", "identity.visit", "identity.transfer", "identity.verify", "identity.report"].map {
            Option(reading.words($0), reading.words($0))
        }
        self.problem = problem
        title = reading.words(isCard ? "card.title" : "identity.title")
        button = reading.words(isCard ? "card.show" : "identity.show")
    }
}
