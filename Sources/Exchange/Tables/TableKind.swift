import Vocabulary

/// What the rows of a table are about.
public enum TableKind: String, CaseIterable, Sendable, Codable {
    /// A line list of cases.
    case cases
    /// Contacts, each with the exposure that makes them one.
    case contacts
    /// Who was exposed to whom, of persons listed elsewhere.
    case exposures
    /// Specimens with their results.
    case tests
    /// People who entered the territory.
    case arrivals
    /// People held or watched in places.
    case stays
    /// Holders of posts with a testing duty.
    case posts
    /// Doses received.
    case vaccinations
    /// Places that have duties of their own or keep visits.
    case places
    /// Who was in which place from when until when.
    case visits
    /// What fever clinics, pharmacies, schools and employers counted day by day.
    case counts

    /// The name in both languages.
    public var label: LocalizedText {
        switch self {
        case .cases: LocalizedText(zh: "病例", en: "cases")
        case .contacts: LocalizedText(zh: "密切接触者", en: "contacts")
        case .exposures: LocalizedText(zh: "暴露关系", en: "exposures")
        case .tests: LocalizedText(zh: "采样检测", en: "tests")
        case .arrivals: LocalizedText(zh: "入境入湘人员", en: "arrivals")
        case .stays: LocalizedText(zh: "隔离住院", en: "stays")
        case .posts: LocalizedText(zh: "高风险岗位人员", en: "posts")
        case .vaccinations: LocalizedText(zh: "疫苗接种", en: "vaccinations")
        case .places: LocalizedText(zh: "场所", en: "places")
        case .visits: LocalizedText(zh: "场所到访", en: "visits")
        case .counts: LocalizedText(zh: "哨点计数", en: "counts of sentinels")
        }
    }

    /// Whether each row is about a person.
    public var isAboutPersons: Bool { self != .places && self != .counts }
}

/// A piece of information a column can hold.
public enum TableField: Int, CaseIterable, Sendable {
    // The person of the row.
    case personNumber, name, familyName, givenName, documentType, document, phone, otherPhone, sex, birthDate, birthYear, birthMonth, birthDay, age
    case residence, province, prefecture, county, township, address, location, occupation, employer, guardian, groups
    // The person exposed to.
    case indexNumber, indexName, indexDocument, indexPhone
    // Of every fact.
    case known, dutyTerritory
    // Cases.
    case caseKind, origin, onset, firstPositiveTaken, diagnosed, detection, foundUnderControl, severity, reportedBy, caseLabel
    case currentKind, reclassified, outcome, outcomeDate, deathDate, deathFromDisease, hospital, admitted, exposedFrom, exposedUntil
    // Contacts and exposures.
    case degree, firstContact, lastContact, identified, setting, vehicle, higherRisk, circumstance, discovery
    // Control and stays.
    case mode, site, room, stayTerritory, started, ended, ending
    // Tests.
    case taken, method, specimenKind, swabs, tubeCode, takenIn, occasion, result, reportedAt, ctN, ctORF1ab, laboratory
    // Arrivals.
    case arrived, originPlace, originTerritory, originRisk, leftOrigin, destination, checkpoint, transportNumber, seat, certificateTaken, registered
    // Posts.
    case postClass, unit, postTerritory, from, until
    // Vaccinations.
    case vaccinated, product, dose
    // Places and who was in them.
    case placeNumber, placeName, placeClass, placeTerritory, placeAddress, creditCode, capacity, responsible, entered, left
    // What sentinels counted.
    case sentinel, countedOn, counted

    /// The name used in mappings and messages of programs.
    public var key: String { TableField.keys[rawValue] }

    /// The field of the given key, or nil.
    public init?(key: String) {
        guard let index = TableField.keys.firstIndex(of: key) else { return nil }
        self.init(rawValue: index)
    }

    private static let keys: [String] = allCases.map { String(describing: $0) }
}

/// What the cells of a column hold.
enum FieldType: Sendable {
    case text
    /// A number or code that people or things are called by.
    case code
    case document
    case documentType
    case phone
    case territory
    case date
    case instant
    case integer(ClosedRange<Int>)
    case decimal(ClosedRange<Double>)
    case choice(ChoiceSet)

    var isTime: Bool {
        switch self {
        case .date, .instant: true
        default: false
        }
    }
}

/// A column a kind of table knows: its labels, the headers it goes by in other systems' files, and whether a row can do without it.
struct FieldSpec: Sendable {
    let field: TableField
    let label: LocalizedText
    let aliases: [String]
    let type: FieldType
    let need: Need

    enum Need: Sendable {
        /// The file must have the column (or the mapping a constant), every row a value.
        case required
        /// The column must be there, unless something else answers for it; the row decides.
        case usual
        case optional
    }

    init(_ field: TableField, _ zh: String, _ en: String, _ type: FieldType, _ need: Need = .optional, also aliases: [String] = []) {
        self.field = field
        label = LocalizedText(zh: zh, en: en)
        self.aliases = aliases
        self.type = type
        self.need = need
    }
}

/// The columns of one kind of table, as data. The order is that of exported files.
struct TableSchema: Sendable {
    let kind: TableKind
    let fields: [FieldSpec]
    /// From a normalised header to the column's place in `fields`.
    let headers: [String: Int]

    init(_ kind: TableKind, _ fields: [FieldSpec]) {
        self.kind = kind
        self.fields = fields
        var headers: [String: Int] = [:]
        // Own labels and keys win over borrowed names, earlier columns over later ones.
        for (index, spec) in fields.enumerated() {
            for name in [spec.label.zh, spec.label.en, spec.field.key] {
                headers[HeaderText.normalised(name)] = headers[HeaderText.normalised(name)] ?? index
            }
        }
        for (index, spec) in fields.enumerated() {
            for name in spec.aliases { headers[HeaderText.normalised(name)] = headers[HeaderText.normalised(name)] ?? index }
        }
        self.headers = headers
    }

    func spec(_ field: TableField) -> FieldSpec? { fields.first { $0.field == field } }

    /// The column a header names, or nil. What stands in brackets behind a header ("采样时间（必填）") is a remark.
    func recognise(_ header: String) -> FieldSpec? {
        let whole = HeaderText.normalised(header)
        if let index = headers[whole] { return fields[index] }
        let bare = HeaderText.normalised(HeaderText.withoutRemark(header))
        return headers[bare].map { fields[$0] }
    }

    /// The known column nearest in spelling to a header nobody knows, if one is near.
    func suggestion(for header: String) -> FieldSpec? {
        let text = Array(HeaderText.normalised(header))
        guard text.count >= 2 else { return nil }
        var best: (distance: Int, index: Int)?
        for (name, index) in headers.sorted(by: { $0.key < $1.key }) {
            let distance = HeaderText.distance(text, Array(name))
            if distance * 5 <= max(text.count, name.count) * 2, distance < best?.distance ?? .max { best = (distance, index) }
        }
        return best.map { fields[$0.index] }
    }
}

extension TableKind {
    /// What columns of this kind can hold, in the order of exported files: the key used in mappings, the name, whether rows need it.
    public var fields: [(key: String, label: LocalizedText, isRequired: Bool)] {
        schema.fields.map { ($0.field.key, $0.label, $0.need == .required) }
    }

    /// The columns of this kind.
    var schema: TableSchema { TableSchemas.all[self] ?? TableSchema(self, []) }

    /// The kind that knows most of the given headers, if any knows at least three.
    public static func guess(headers: [String]) -> TableKind? {
        let scores = allCases.map { kind in (kind, headers.count { kind.schema.recognise($0) != nil }, kind.schema.fields.count) }
        guard let best = scores.max(by: { ($0.1, -$0.2) < ($1.1, -$1.2) }), best.1 >= 3 else { return nil }
        return best.0
    }
}

/// Makes headers comparable that people write in many ways.
enum HeaderText {
    /// Lower case, full-width forms folded, without spaces and punctuation.
    static func normalised(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
            switch value {
            case 0x30...0x39, 0x61...0x7A: result.append(Unicode.Scalar(UInt8(value)))
            case 0x41...0x5A: result.append(Unicode.Scalar(UInt8(value + 0x20)))
            case 0..<0x80: continue
            default:
                guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }

    /// The text before its first bracket, if it does not begin with one.
    static func withoutRemark(_ text: String) -> String {
        guard let bracket = text.firstIndex(where: { "(（[【".contains($0) }), bracket > text.startIndex else { return text }
        return String(text[..<bracket])
    }

    /// Levenshtein's distance.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(min(above, row[j]) + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
