import Crypto
import Register
import Vocabulary

/// Writes rows as a FHIR R4 (4.0.1) Bundle of type *collection*, piece by piece.
///
/// Each person is a Patient (§8.1), followed by what the kind is about: a case a Condition (§9.2), a test a Specimen (§10.6) with its Observation
/// (§10.1), a stay an Encounter (§8.11), a dose an Immunization (§9.8). No profile beyond the base resources is claimed: what the register holds
/// of a disease, a hospital or a vaccine are names, and stand as text where a standard would have a code. Entries are found by `urn:uuid:`
/// names made from the numbers of the register, so that the same export twice names the same things.
///
/// Without a stated purpose people stay masked: a masked name, the year of birth, the county, and no document, telephone or address.
public struct ResourceBundle: Sendable {
    /// The kinds of rows that have a resource.
    public static let kinds: [TableKind] = [.cases, .tests, .stays, .vaccinations]

    /// What beside the rows is said of all of them.
    public struct Setting: Sendable {
        /// Words in this language.
        public var language: TableLanguage
        /// Moments are told with the offset of this zone.
        public var zone: CivilZone
        /// The disease that cases have.
        public var disease: LocalizedText
        /// What tells the entries of this register from those of others.
        public var register: String
        /// Whether people are masked.
        public var isMasked: Bool

        /// From its parts.
        public init(language: TableLanguage, zone: CivilZone, disease: LocalizedText, register: String, isMasked: Bool) {
            self.language = language
            self.zone = zone
            self.disease = disease
            self.register = register
            self.isMasked = isMasked
        }
    }

    let setting: Setting
    private var lastPerson: PersonID?
    private var isEmpty = true

    /// A bundle in a setting.
    public init(_ setting: Setting) {
        self.setting = setting
    }

    /// The beginning of the file.
    public func beginning() -> [UInt8] { Array("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[".utf8) }

    /// The end of the file.
    public func finish(_ output: inout [UInt8]) { output += "\n]}\n".utf8 }

    /// Appends what a row says about a person; rows of one person stand together.
    public mutating func append(_ row: ImportRow, about person: PersonID, to output: inout [UInt8]) {
        guard let described = row.person else { return }
        let patient = name("Patient", "\(person.rawValue)")
        if lastPerson != person {
            entry(patient, self.patient(described, died: row.died), &output)
            lastPerson = person
        }
        let keys = row.keys
        for (position, fact) in row.facts.enumerated() {
            func own(_ kind: String) -> String { name(kind, "\(person.rawValue)/\(keys[position].thing)") }
            let subject: ResourcePart = ["reference": .text(patient)]
            switch fact.fact {
            case .caseReport(let report): entry(own("Condition"), condition(report, fact, row, subject), &output)
            case .specimen(let specimen): entry(own("Specimen"), self.specimen(specimen, fact, subject), &output)
            case .result(let result):
                guard case .fact(let earlier) = fact.link, row.facts.indices.contains(earlier), case .specimen(let specimen) = row.facts[earlier].fact
                else { continue }
                let taken = name("Specimen", "\(person.rawValue)/\(keys[earlier].thing)")
                entry(own("Observation"), observation(result, fact, of: specimen, row.facts[earlier].happenedAt, taken, subject), &output)
            case .stay(let stay): entry(own("Encounter"), encounter(stay, fact, subject), &output)
            case .vaccination(let dose): entry(own("Immunization"), immunization(dose, fact, subject), &output)
            default: break
            }
        }
    }

    private mutating func entry(_ name: String, _ resource: ResourcePart, _ output: inout [UInt8]) {
        output += (isEmpty ? "\n" : ",\n").utf8
        isEmpty = false
        ResourcePart.object([("fullUrl", .text(name)), ("resource", resource)]).append(to: &output)
    }

    /// A name-based UUID of version 8 (RFC 9562 §5.8) over SHA-256.
    private func name(_ kind: String, _ number: String) -> String {
        var bytes = Array(SHA256.hash(data: Array("shoutu/\(setting.register)/\(kind)/\(number)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let parts = [(0, 8), (8, 4), (12, 4), (16, 4), (20, 12)].map { hex.dropFirst($0.0).prefix($0.1) }
        return "urn:uuid:" + parts.joined(separator: "-")
    }
}

extension ImportRow {
    /// When the person died, if the row says so.
    fileprivate var died: Instant? { facts.first { if case .death = $0.fact { true } else { false } }?.happenedAt }
}
