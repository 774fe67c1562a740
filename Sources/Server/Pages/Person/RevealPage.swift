/// Asks for what purpose an identity is to be shown, or a sheet that bears it to be printed.
struct RevealPage: Sendable {
    /// What is shown once the purpose is stated.
    enum Sheet: String, CaseIterable, Sendable {
        /// The whole identity.
        case reveal
        /// The report card of a case.
        case card
        /// The notice of a release.
        case notice
    }

    let person: PersonLink
    let address: String
    let purposes: [Option]
    let problem: String?
    let title: String
    let intro: String
    let button: String

    init(_ tag: PersonTag, _ reading: Reading, problem: String?, sheet: Sheet) {
        let words = reading.words
        person = PersonLink(tag, reading)
        address = reading.address("/people/\(tag.id.rawValue)/\(sheet.rawValue)")
        let usual = ["identity.call", "identity.visit", "identity.transfer", "identity.verify", "identity.report"]
        purposes = ((sheet == .notice ? ["identity.release"] : []) + usual).map { Option(words($0), words($0)) }
        self.problem = problem
        intro = words(sheet == .notice ? "notice.intro" : "identity.intro")
        switch sheet {
        case .reveal: (title, button) = (words("identity.title"), words("identity.show"))
        case .card: (title, button) = (words("card.title"), words("card.show"))
        case .notice: (title, button) = (words("notice.title"), words("notice.show"))
        }
    }
}
