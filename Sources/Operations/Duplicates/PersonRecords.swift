import Foundation
import Linkage
import Register
import Storage
import Vocabulary

/// What somebody typed of a person, or what the register holds of one, as `Linkage` compares them. An identity: never shown, never logged.
public struct PersonRecord: Hashable, Sendable {
    /// The name.
    public var name: String?
    /// The number of the document.
    public var document: String?
    /// The telephone to call.
    public var phone: String?
    /// Day of birth.
    public var birthDate: CivilDate?
    /// Sex.
    public var sex: Sex?
    /// Where the person lives.
    public var residence: TerritoryCode?
    /// Street, building, door.
    public var address: String?

    /// From its parts.
    public init(
        name: String? = nil, document: String? = nil, phone: String? = nil, birthDate: CivilDate? = nil, sex: Sex? = nil,
        residence: TerritoryCode? = nil, address: String? = nil
    ) {
        func stated(_ text: String?) -> String? { text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } }
        (self.name, self.document, self.phone, self.address) = (stated(name), stated(document), stated(phone), stated(address))
        (self.birthDate, self.sex, self.residence) = (birthDate, sex, residence)
    }

    init(_ identity: Identity, _ person: Person?) {
        self.init(
            name: identity.name, document: identity.documentNumber, phone: identity.phones.first, birthDate: person?.birthDate, sex: person?.sex,
            residence: person?.residence, address: identity.address)
        // A valid identity number says what the description leaves out.
        if let id = identity.documentNumber.flatMap({ try? ResidentID($0) }) {
            birthDate = birthDate ?? id.birthDate
            sex = sex ?? id.sex
        }
    }

    /// The columns that are compared; at most sixteen.
    static let fields = [
        LinkageField("name", .fullName), LinkageField("document", .document), LinkageField("phone", .phone), LinkageField("birthDate", .birthDate),
        LinkageField("sex", .sex), LinkageField("residence", .territory), LinkageField("address", .address),
    ]

    /// The texts of the columns.
    var values: [String?] {
        [name, document, phone, birthDate.map { "\($0)" }, sex?.rawValue, residence?.digits, address]
    }
}

/// What was learnt of how records of one person, of one household and of strangers agree. Parameters only: nothing of anybody.
struct LearntModel {
    private static let setting = "duplicates.model"
    /// The share of pairs of a new person with those in a register of so many that are of one person: about one new person in twenty is known.
    static let knownShare = 0.05

    /// The model last learnt, or what is supposed beforehand, for comparing one person with a register of `population`.
    static func model(_ reader: Reader, population: Int) throws -> LinkageModel {
        let share = knownShare / Double(max(1000, population))
        if let stored = try reader.setting(setting), var model = try? JSONDecoder().decode(LinkageModel.self, from: stored),
            model.fields == PersonRecord.fields
        {
            model.matchShare = share
            model.householdShare = 2 / Double(max(1000, population))
            return model
        }
        return .beforehand(fields: PersonRecord.fields, matchShare: share, householdShare: 2 / Double(max(1000, population)))
    }

    /// Keeps a model for the searches and comparisons to come.
    static func keep(_ model: LinkageModel, _ writer: Writer) throws {
        try writer.setSetting(setting, to: JSONEncoder().encode(model))
    }
}

extension Reader {
    /// Visible persons as records to compare. Those whose identity was destroyed are left out.
    func personRecords(of persons: some Sequence<PersonID>) throws -> [PersonID: PersonRecord] {
        var records: [PersonID: PersonRecord] = [:]
        for (person, identity) in try identitiesForComparing(of: persons) {
            records[person] = PersonRecord(identity, try latestDescription(of: person))
        }
        return records
    }

    /// How each of some records compares with one, in their order.
    func explanations(of one: PersonRecord, beside others: [PersonRecord]) throws -> [MatchExplanation] {
        let population = try greatestPersonNumber()
        let model = try LearntModel.model(self, population: population)
        var encoder = RecordEncoder(fields: PersonRecord.fields)
        for record in [one] + others { encoder.append(record.values) }
        let records = Records(left: [encoder])
        // So few records do not tell how frequent a name is; the register does.
        var frequencies = [Double?](repeating: nil, count: PersonRecord.fields.count)
        if let name = one.name {
            frequencies[0] = Double(max(1, try bearerCount(of: .name(name)))) / Double(max(1000, population))
        }
        return others.indices.compactMap { records.explanation(left: 0, right: $0 + 1, model: model, frequencies: frequencies) }
    }
}
