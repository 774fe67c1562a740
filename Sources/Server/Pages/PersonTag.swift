import Policy
import Register
import Vocabulary

/// A person as other pages name one: masked, with what they are.
struct PersonTag: Sendable, Hashable {
    var id: PersonID
    /// Masked, 王*明.
    var name: String
    /// What the person is now, the gravest first.
    var standings: [Standing]

    /// What someone is in the eyes of the rules.
    enum Standing: Sendable, Hashable {
        case infection(CaseKind, label: String?)
        case contact(ContactDegree, ofCases: Int)
        case arrival(OriginRisk)
        case post(LocalizedText)
        case released
        case died
    }
}

extension Words {
    /// What someone is, in a few words.
    func name(_ standing: PersonTag.Standing) -> String {
        switch standing {
        case .infection(let kind, let label): name(kind) + (label.map { " " + $0 } ?? "")
        case .contact(let degree, let cases): cases > 1 ? count("person.contactOf", cases, ["degree": name(degree)]) : name(degree)
        case .arrival(let risk): self("person.arrivalFrom", ["risk": name(risk)])
        case .post(let label): self(label)
        case .released: self("person.released")
        case .died: self("person.died")
        }
    }

    /// What someone is, all of it in one line.
    func names(_ standings: [PersonTag.Standing]) -> String { standings.map(name).joined(separator: " · ") }
}

/// A person's name as a link, with what they are beside it.
struct PersonLink: Sendable {
    let name: String
    let standing: String
    let address: String

    init(_ tag: PersonTag, _ reading: Reading) {
        name = tag.name
        standing = reading.words.names(tag.standings)
        address = reading.address(of: tag)
    }

    /// A thing, shown where persons are.
    init(_ tag: ThingTag, _ reading: Reading) {
        name = reading.words(tag.label)
        standing = reading.words("thing.\(tag.subject.kind.rawValue)")
        address = reading.address(of: tag.subject)
    }
}
