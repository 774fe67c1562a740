/// Asks for what purpose an identity is to be shown.
struct RevealPage: Sendable {
    let person: PersonLink
    let address: String
    let purposes: [Option]
    let problem: String?

    init(_ tag: PersonTag, _ reading: Reading, problem: String?) {
        person = PersonLink(tag, reading)
        address = reading.address("/people/\(tag.id.rawValue)/reveal")
        purposes = ["identity.call", "identity.visit", "identity.transfer", "identity.verify", "identity.report"].map {
            Option(reading.words($0), reading.words($0))
        }
        self.problem = problem
    }
}
