import Register
import Vocabulary

/// Writes rows as a file that imports back to the same facts: UTF-8 with byte order mark, RFC 4180, safe in spreadsheets.
///
///     let writer = TableWriter(.cases, language: .chinese, zone: .shanghai)
///     var chunk = writer.beginning()
///     for row in rows { writer.append(row, to: &chunk) }      // hand the chunk on and clear it as often as you like
///
/// Times are written as the clocks of the zone show them; import them with the same zone.
public struct TableWriter: Sendable {
    /// What the rows are about.
    public let kind: TableKind
    private let language: TableLanguage
    private let zone: CivilZone
    private let columns: [FieldSpec]

    /// Columns that only files of others have: parts of what stands in one column here.
    private static let foreign: Set<TableField> = [
        .familyName, .givenName, .birthYear, .birthMonth, .birthDay, .province, .prefecture, .county, .township, .exposedFrom, .exposedUntil,
    ]

    /// A writer for rows of a kind.
    public init(_ kind: TableKind, language: TableLanguage, zone: CivilZone) {
        self.kind = kind
        self.language = language
        self.zone = zone
        columns = kind.schema.fields.filter { !TableWriter.foreign.contains($0.field) }
    }

    /// The beginning of the file: byte order mark and header.
    public func beginning() -> [UInt8] {
        var output = CSVText.mark
        CSVText.append(columns.map { word($0.label) }, to: &output)
        return output
    }

    /// Appends a row.
    public func append(_ row: ImportRow, to output: inout [UInt8]) {
        let values = values(of: row)
        CSVText.append(columns.map { values[$0.field].text(in: zone) }, to: &output)
    }

    /// A workbook of a sheet with the same columns.
    public func workbook() -> Workbook {
        Workbook(sheet: word(kind.label), header: columns.map { word($0.label) })
    }

    /// The cells of a row of that sheet: days and moments as such, numbers as numbers, codes as text.
    public func cells(of row: ImportRow) -> [SheetCell] {
        let values = values(of: row)
        return columns.map { values[$0.field].cell(as: $0.type, in: zone) }
    }

    private func word(_ label: LocalizedText) -> String { language == .chinese ? label.zh : label.en }

    private func values(of row: ImportRow) -> FieldValues {
        var values = FieldValues(language: language, zone: zone)
        values.put(row, kind: kind)
        return values
    }
}

/// What a cell of an exported row says.
private enum FieldValue {
    case nothing
    case text(String)
    case day(CivilDate)
    case moment(Instant)

    func text(in zone: CivilZone) -> String {
        switch self {
        case .nothing: ""
        case .text(let text): text
        case .day(let day): day.description
        case .moment(let moment): CivilText.text(of: moment, in: zone)
        }
    }

    func cell(as type: FieldType, in zone: CivilZone) -> SheetCell {
        switch (self, type) {
        case (.nothing, _): .empty
        case (.text(let text), .integer): Int(text).map(SheetCell.integer) ?? .text(text)
        case (.text(let text), .decimal): Double(text).map(SheetCell.decimal) ?? .text(text)
        case (.text(let text), _): .text(text)
        case (.day(let day), _): .day(day)
        // Days whose hour is mostly not told: the hour shows where it is.
        case (.moment(let moment), .date) where zone.timeOfDay(of: moment) == 0: .day(zone.date(of: moment))
        case (.moment(let moment), _): .moment(moment, in: zone)
        }
    }
}

/// What one row says by field.
private struct FieldValues {
    let language: TableLanguage
    let zone: CivilZone
    private var values = [FieldValue](repeating: .nothing, count: TableField.allCases.count)

    init(language: TableLanguage, zone: CivilZone) {
        self.language = language
        self.zone = zone
    }

    subscript(field: TableField) -> FieldValue { values[field.rawValue] }

    private mutating func put(_ field: TableField, _ text: String?) {
        if let text { values[field.rawValue] = .text(text) }
    }

    private mutating func put(_ field: TableField, _ date: CivilDate?) {
        if let date { values[field.rawValue] = .day(date) }
    }

    private mutating func put(_ field: TableField, _ code: TerritoryCode?) { put(field, code?.digits) }

    private mutating func put(_ field: TableField, _ instant: Instant?) {
        if let instant { values[field.rawValue] = .moment(instant) }
    }

    private mutating func put(_ field: TableField, _ set: ChoiceSet, _ value: String?) {
        put(field, value.map { set.word(for: $0, chinese: language == .chinese) })
    }

    private mutating func put(_ field: TableField, flag: Bool?) { put(field, .flag, flag.map { $0 ? "yes" : "no" }) }

    mutating func put(_ row: ImportRow, kind: TableKind) {
        if let person = row.person { put(person) }
        // Facts are known no earlier than they happen: the earliest knowledge of a row is the row's.
        put(.known, row.facts.compactMap(\.knownAt).min())
        for fact in row.facts { put(fact, kind: kind) }
        if let count = row.count { put(count) }
    }

    private mutating func put(_ count: SentinelCount) {
        put(.placeTerritory, count.territory)
        put(.sentinel, .sentinel, count.source.rawValue)
        put(.countedOn, count.day)
        put(.counted, String(count.count))
    }

    private mutating func put(_ person: ImportPerson) {
        put(.personNumber, person.number)
        if person.isNamed { put(.name, person.identity.name) }
        put(.document, person.identity.documentNumber)
        if let number = person.identity.documentNumber, (try? DocumentNumber(number)) == nil {
            put(.documentType, language == .chinese ? "其他" : "other")
        }
        put(.phone, person.identity.phones.first)
        put(.otherPhone, person.identity.phones.dropFirst().first)
        put(.address, person.identity.address)
        put(.guardian, person.identity.guardian)
        put(.employer, person.identity.employer)
        put(.sex, .sex, person.sex?.rawValue)
        put(.birthDate, person.birthDate)
        put(.age, person.age.map(String.init))
        put(.residence, person.residence)
        put(.location, person.location)
        put(.occupation, person.occupation)
        let groups = SpecialGroup.allCases.filter(person.groups.contains).map {
            ChoiceSet.groups.word(for: $0.rawValue, chinese: language == .chinese)
        }
        put(.groups, groups.joined(separator: language == .chinese ? "、" : "; "))
    }

    private mutating func put(_ fact: ImportFact, kind: TableKind) {
        switch fact.fact {
        case .caseReport(let report): put(report, fact.happenedAt)
        case .caseChange(let change): put(change.change, fact.happenedAt)
        case .death(let death):
            put(.deathDate, fact.happenedAt)
            put(.deathFromDisease, flag: death.fromDisease)
        case .exposure(let exposure):
            if case .person(let index) = fact.link { put(index) }
            put(exposure, fact.happenedAt)
        case .stay(let stay) where kind == .cases:
            put(.hospital, stay.site)
            put(.admitted, fact.happenedAt)
        case .stay(let stay): put(stay, fact.happenedAt)
        case .specimen(let specimen):
            put(.taken, fact.happenedAt)
            put(.method, .method, specimen.method.rawValue)
            put(.specimenKind, .specimenKind, specimen.kind.rawValue)
            put(.swabs, String(specimen.swabs))
            put(.tubeCode, specimen.code)
            put(.takenIn, specimen.territory)
            put(.occasion, .occasion, specimen.occasion?.rawValue)
        case .result(let result):
            put(.reportedAt, fact.happenedAt)
            put(.result, .result, result.outcome.rawValue)
            put(.ctN, result.ctN.map { "\($0)" })
            put(.ctORF1ab, result.ctORF1ab.map { "\($0)" })
            put(.laboratory, result.laboratory)
        case .arrival(let arrival): put(arrival, fact.happenedAt)
        case .post(let post):
            put(.postClass, post.postClass)
            put(.unit, post.unit)
            put(.postTerritory, post.territory)
            put(.from, post.from)
            put(.until, post.until)
        case .vaccination(let vaccination):
            put(.vaccinated, fact.happenedAt)
            put(.product, vaccination.product)
            put(.dose, String(vaccination.dose))
        case .place(let place):
            if case .place(let reference) = fact.link { put(.placeNumber, reference.number.map(String.init)) }
            put(place)
        case .visit(let visit):
            if case .place(let reference) = fact.link {
                put(.placeNumber, reference.number.map(String.init))
                put(.placeName, reference.name)
                put(.placeTerritory, reference.territory)
            }
            put(.entered, fact.happenedAt)
            put(.left, visit.until)
        default: break
        }
    }

    private mutating func put(_ place: Place) {
        put(.placeName, place.name)
        put(.placeClass, place.placeClass)
        put(.placeTerritory, place.territory)
        put(.placeAddress, place.address)
        put(.creditCode, place.socialCreditCode)
        put(.capacity, place.ratedCapacity.map(String.init))
        put(.responsible, place.responsible)
    }

    private mutating func put(_ report: CaseReport, _ happenedAt: Instant) {
        put(.caseKind, .caseKind, report.kind.rawValue)
        if report.origin != .unknown { put(.origin, .origin, report.origin.rawValue) }
        put(.onset, report.onset)
        put(.firstPositiveTaken, report.firstPositiveTaken)
        put(.diagnosed, happenedAt)
        put(.detection, .detection, report.detection.rawValue)
        put(.foundUnderControl, flag: report.foundUnderControl)
        put(.severity, .severity, report.severity?.rawValue)
        put(.dutyTerritory, report.territory)
        put(.reportedBy, report.reportedBy)
        put(.caseLabel, report.label)
    }

    private mutating func put(_ change: CaseChange.Change, _ happenedAt: Instant) {
        switch change {
        case .classified(let kind):
            put(.currentKind, .caseKind, kind.rawValue)
            put(.reclassified, happenedAt)
        case .excluded:
            put(.outcome, .outcome, "excluded")
            put(.outcomeDate, happenedAt)
        case .closed(let outcome):
            put(.outcome, .outcome, outcome.rawValue)
            put(.outcomeDate, happenedAt)
        case .severity, .onset: break
        }
    }

    private mutating func put(_ index: PersonReference) {
        put(.indexNumber, index.number)
        put(.indexName, index.name)
        put(.indexDocument, index.documentNumber)
        put(.indexPhone, index.phone)
    }

    private mutating func put(_ exposure: Exposure, _ happenedAt: Instant) {
        put(.degree, .degree, exposure.nearness.rawValue)
        put(.firstContact, exposure.first)
        put(.lastContact, exposure.last)
        put(.identified, happenedAt)
        put(.setting, .setting, exposure.setting.rawValue)
        put(.vehicle, .vehicle, exposure.vehicle?.rawValue)
        put(.higherRisk, flag: exposure.isHigherRisk)
        put(.circumstance, exposure.circumstance)
        put(.discovery, .discovery, exposure.discovery.rawValue)
        put(.dutyTerritory, exposure.territory)
    }

    private mutating func put(_ stay: Stay, _ happenedAt: Instant) {
        put(.mode, .mode, stay.mode.rawValue)
        put(.site, stay.site)
        put(.room, stay.room)
        put(.stayTerritory, stay.territory)
        put(.started, happenedAt)
        put(.ended, stay.until)
        put(.ending, .ending, stay.ending?.rawValue)
    }

    private mutating func put(_ arrival: Arrival, _ happenedAt: Instant) {
        put(.arrived, happenedAt)
        put(.originPlace, arrival.origin)
        put(.originTerritory, arrival.originTerritory)
        put(.originRisk, .originRisk, arrival.risk.rawValue)
        put(.leftOrigin, arrival.leftOrigin)
        put(.destination, arrival.destination)
        put(.checkpoint, arrival.checkpoint)
        put(.vehicle, .vehicle, arrival.vehicle?.rawValue)
        put(.transportNumber, arrival.transportNumber)
        put(.seat, arrival.seat)
        put(.certificateTaken, arrival.certificateTaken)
        put(.registered, flag: arrival.isRegistered)
    }
}

/// Moments as a clock on the wall shows them.
enum CivilText {
    /// `2022-03-19` at midnight, else `2022-03-19 10:30` with seconds where there are any; with the offset in the hour that the end of summer
    /// time repeats, where the clock alone does not tell.
    static func text(of instant: Instant, in zone: CivilZone) -> String {
        let date = zone.date(of: instant)
        let time = zone.timeOfDay(of: instant)
        guard zone.instant(date, minute: time / 60_000) + Span(milliseconds: Int64(time % 60_000)) == instant else { return zone.text(of: instant) }
        if time == 0 { return date.description }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text = "\(date) \(two(time / 3_600_000)):\(two(time / 60_000 % 60))"
        if time % 60_000 != 0 { text += ":" + two(time / 1000 % 60) }
        if time % 1000 != 0 { text += "." + String(String(1000 + time % 1000).dropFirst()) }
        return text
    }
}
