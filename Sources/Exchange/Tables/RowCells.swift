import Register
import Vocabulary

/// The cells of the row at hand, read by field. Faults are collected, so that a rejection names all of a row at once.
struct RowCells {
    var row = RawRow()
    private(set) var problems: [CellProblem] = []
    var warnings: [LocalizedText] = []

    let plan: ImportPlan
    private let columnOf: [Int]
    private let constantOf: [[UInt8]?]
    private let choiceOf: [ChoiceSet?]
    /// What the same cell meant in earlier rows, a few of each column.
    private var choiceCache: [ValueCache<String>]
    private var territoryCache: [ValueCache<TerritoryCode>]
    /// The places the file described so far, with their lines.
    var described: [PlaceReference: (line: Int, place: Place)] = [:]

    static let longestText = 4000

    init(_ plan: ImportPlan) {
        self.plan = plan
        let count = TableField.allCases.count
        var columnOf = [Int](repeating: -1, count: count)
        var choiceOf = [ChoiceSet?](repeating: nil, count: count)
        for (index, column) in plan.layout.enumerated() {
            if let field = column.spec?.field { columnOf[field.rawValue] = index }
        }
        for spec in plan.schema.fields {
            if case .choice(let set) = spec.type { choiceOf[spec.field.rawValue] = set }
        }
        self.columnOf = columnOf
        self.choiceOf = choiceOf
        constantOf = TableField.allCases.map { plan.constants[$0] }
        choiceCache = Array(repeating: ValueCache(), count: count)
        territoryCache = Array(repeating: ValueCache(), count: count)
    }

    mutating func begin() {
        problems.removeAll(keepingCapacity: true)
        warnings.removeAll(keepingCapacity: true)
    }

    /// The cell's bytes, trimmed, without the apostrophe that makes spreadsheets take it as text; nil if blank.
    func bytes(_ field: TableField) -> ArraySlice<UInt8>? {
        let column = columnOf[field.rawValue]
        if column >= 0, column < row.count {
            var range = row.range(column)
            if range.count > 1, row.bytes[range.lowerBound] == 0x27, CellText.isForced(row.bytes[range.lowerBound + 1]) {
                range = range.lowerBound + 1..<range.upperBound
            }
            if !plan.layout[column].values.isEmpty, let other = mapped(row.bytes[range], plan.layout[column].values) {
                if !other.isEmpty { return other[...] }
            } else if !range.isEmpty {
                return row.bytes[range]
            }
        }
        return constantOf[field.rawValue].flatMap { $0.isEmpty ? nil : $0[...] }
    }

    private func mapped(_ bytes: ArraySlice<UInt8>, _ values: [String: [UInt8]]) -> [UInt8]? {
        let text = String(decoding: bytes, as: UTF8.self)
        return values[text] ?? values[HeaderText.normalised(text)]
    }

    // MARK: problems

    mutating func refuse(_ field: TableField, _ reason: CellProblem.Reason) {
        problems.append(problem(field, reason))
    }

    mutating func refuse(column: Int?, _ reason: CellProblem.Reason) {
        let header = column.flatMap { plan.layout.indices.contains($0 - 1) ? plan.layout[$0 - 1].header : nil } ?? ""
        let name = column == nil ? LocalizedText(zh: "本行", en: "the row") : LocalizedText(zh: header, en: header)
        problems.append(CellProblem(column: column, header: name, found: "", reason: reason))
    }

    private func problem(_ field: TableField, _ reason: CellProblem.Reason) -> CellProblem {
        let column = columnOf[field.rawValue]
        let spec = plan.schema.spec(field)
        let label = spec?.label ?? LocalizedText(zh: field.key, en: field.key)
        let header = column >= 0 ? LocalizedText(zh: plan.layout[column].header, en: plan.layout[column].header) : label
        var found = bytes(field).map { String(decoding: $0, as: UTF8.self) } ?? ""
        switch spec?.type {
        case .document, .phone: found = found.count > 6 ? found.prefix(4) + "…" : ""
        default: if found.count > 40 { found = found.prefix(40) + "…" }
        }
        return CellProblem(column: column >= 0 ? column + 1 : nil, header: header, found: found, reason: reason)
    }

    func has(_ field: TableField) -> Bool { columnOf[field.rawValue] >= 0 || constantOf[field.rawValue] != nil }

    // MARK: values

    /// The cell's words; nil if blank.
    mutating func text(_ field: TableField) -> String? {
        guard let bytes = bytes(field) else { return nil }
        guard bytes.count <= RowCells.longestText else {
            refuse(field, .tooLong(limit: RowCells.longestText))
            return nil
        }
        if CellText.isASCII(bytes) { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\u{FFFD}") else {
            refuse(field, .undecodable)
            return nil
        }
        return text
    }

    mutating func written(_ field: TableField) -> WrittenTime? {
        guard let bytes = bytes(field) else { return nil }
        let column = columnOf[field.rawValue]
        let order = column >= 0 ? plan.layout[column].order : nil
        switch bytes.withUnsafeBufferPointer({ DateReading.read($0, order: order) }) {
        case .success(let time): return time
        case .failure(let fault):
            if CellText.isBlankMark(bytes) { return nil }
            switch fault {
            case .notADate: refuse(field, .notADate)
            case .impossible: refuse(field, .impossibleDate)
            case .twoDigitYear: refuse(field, .twoDigitYear)
            case .noYear: refuse(field, .noYear)
            case .ambiguous: refuse(field, .ambiguousDate)
            }
            return nil
        }
    }

    /// A moment; a day alone is its first instant in the zone of the file.
    mutating func instant(_ field: TableField, mayLieAhead: Bool = false) -> Instant? {
        guard let time = written(field) else { return nil }
        let instant = moment(time)
        if !mayLieAhead, instant > plan.context.now + .hours(24) {
            refuse(field, .future)
            return nil
        }
        return instant
    }

    /// A day. Of a moment with an offset, the day it was in the zone of the file: 2022-03-18T16:30Z is the 19th in Changsha.
    mutating func date(_ field: TableField, mayLieAhead: Bool = false) -> CivilDate? {
        guard let time = written(field) else { return nil }
        let date = time.offset == nil ? time.date : plan.zone.date(of: moment(time))
        if !mayLieAhead, date > plan.zone.date(of: plan.context.now) + 1 {
            refuse(field, .future)
            return nil
        }
        return date
    }

    private func moment(_ time: WrittenTime) -> Instant {
        let ofDay = Span(milliseconds: Int64(time.time ?? 0))
        guard let offset = time.offset else {
            guard let ofDay = time.time, ofDay >= 60_000 else { return plan.zone.instant(time.date) + ofDay }
            return plan.zone.instant(time.date, minute: ofDay / 60_000) + Span(milliseconds: Int64(ofDay % 60_000))
        }
        return Instant(milliseconds: Int64(time.date.daysSinceEpoch) * 86_400_000) + ofDay - .minutes(offset)
    }

    /// The register's value of a choice; nil if blank or not known.
    mutating func choice(_ field: TableField) -> String? {
        guard let bytes = bytes(field), let set = choiceOf[field.rawValue] else { return nil }
        if let known = choiceCache[field.rawValue][bytes] { return known.isEmpty ? nil : known }
        guard let value = set.value(of: String(decoding: bytes, as: UTF8.self)) else {
            refuse(field, .notAChoice(accepted: set.accepted))
            return nil
        }
        choiceCache[field.rawValue].keep(value, for: bytes)
        return value.isEmpty ? nil : value
    }

    mutating func choice<Value: RawRepresentable<String>>(_ field: TableField, as type: Value.Type) -> Value? {
        choice(field).flatMap(Value.init(rawValue:))
    }

    mutating func flag(_ field: TableField) -> Bool? { choice(field).map { $0 == "yes" } }

    mutating func integer(_ field: TableField, in range: ClosedRange<Int>) -> Int? {
        guard let bytes = bytes(field) else { return nil }
        if CellText.isBlankMark(bytes) { return nil }
        // "35岁" and "35.0" are how ages come out of forms and spreadsheets.
        var text = String(decoding: bytes, as: UTF8.self)
        if let unit = text.firstIndex(where: { !$0.isNumber }), ["岁", "周岁", ".0", "剂", "针"].contains(String(text[unit...])) {
            text = String(text[..<unit])
        }
        guard let number = Int(text), range.contains(number) else {
            let span = "\(range.lowerBound)–\(range.upperBound)"
            refuse(field, .notANumber(accepted: LocalizedText(zh: "\(span)的整数", en: "a whole number, \(span)")))
            return nil
        }
        return number
    }

    mutating func decimal(_ field: TableField, in range: ClosedRange<Double>) -> Double? {
        guard let bytes = bytes(field) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        if CellText.isBlankMark(bytes) || ["noct", "undetermined", "未检出"].contains(HeaderText.normalised(text)) { return nil }
        guard let number = Double(text) ?? Double(String(text.map { $0 == "," ? "." : $0 })), number.isFinite, range.contains(number) else {
            let span = "\(Int(range.lowerBound))–\(Int(range.upperBound))"
            refuse(field, .notANumber(accepted: LocalizedText(zh: "\(span)的数", en: "a number, \(span)")))
            return nil
        }
        return number
    }

    /// A territory, by code or by name.
    mutating func territory(_ field: TableField) -> TerritoryCode? {
        guard let bytes = bytes(field) else { return nil }
        if let known = territoryCache[field.rawValue][bytes] { return known }
        if CellText.isBlankMark(bytes) { return nil }
        guard let code = territory(named: String(decoding: bytes, as: UTF8.self), for: field) else { return nil }
        territoryCache[field.rawValue].keep(code, for: bytes)
        return code
    }

    mutating func territory(named name: String, for field: TableField) -> TerritoryCode? {
        if let code = TerritoryCode(name) {
            if plan.context.territories?.contains(code) ?? true { return code }
            refuse(field, .unknownTerritory)
            return nil
        }
        let codes = plan.context.territories?.codes(named: name) ?? []
        if codes.count == 1 { return codes[0] }
        refuse(field, codes.isEmpty ? .unknownTerritory : .ambiguousTerritory(Array(codes.prefix(8))))
        return nil
    }

    mutating func document(_ field: TableField, type: TableField? = nil) -> DocumentNumber? {
        guard let text = text(field), !isBlankMark(field) else { return nil }
        if CellText.isRounded(text) {
            refuse(field, .rounded)
            return nil
        }
        do {
            // No day by which the bearer must have been born: invented people are born in years to come.
            guard let type, let kind = self.text(type) else { return try DocumentNumber(text) }
            switch DocumentWords.kind(of: kind) {
            case .resident: return .resident(try ResidentID(text))
            case .travel(let kind): return .travel(try TravelDocument(text, kind: kind))
            case .other: return .other(kind: kind, number: text)
            case nil: return try DocumentNumber(text)
            }
        } catch {
            refuse(field, .identifier(error))
            return nil
        }
    }

    mutating func phone(_ field: TableField) -> String? {
        guard let text = text(field), !isBlankMark(field) else { return nil }
        if CellText.isRounded(text) {
            refuse(field, .rounded)
            return nil
        }
        do {
            return try PhoneNumber(text).digits
        } catch {
            refuse(field, .identifier(error))
            return nil
        }
    }

    private func isBlankMark(_ field: TableField) -> Bool { bytes(field).map(CellText.isBlankMark) ?? true }
}

/// The last few values of a column by their bytes: most columns of a line list know a handful of words.
struct ValueCache<Value> {
    private var entries: [(bytes: [UInt8], value: Value)] = []
    private var next = 0

    subscript(bytes: ArraySlice<UInt8>) -> Value? {
        for entry in entries where entry.bytes.count == bytes.count && entry.bytes.elementsEqual(bytes) { return entry.value }
        return nil
    }

    mutating func keep(_ value: Value, for bytes: ArraySlice<UInt8>) {
        if entries.count < 16 {
            entries.append((Array(bytes), value))
        } else {
            entries[next] = (Array(bytes), value)
            next = (next + 1) % 16
        }
    }
}

/// Small questions about the bytes of a cell.
enum CellText {
    /// Signs that make a spreadsheet take a cell as a formula.
    static func isFormulaSign(_ byte: UInt8) -> Bool { [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(byte) }

    /// Whether an apostrophe before this byte only says "text": before formula signs, digits, `#`, and another apostrophe.
    static func isForced(_ byte: UInt8) -> Bool { isFormulaSign(byte) || byte == 0x27 || byte == 0x23 || (0x30...0x39).contains(byte) }

    static func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

    /// Signs and words for "nothing" in columns that hold no free text.
    static func isBlankMark(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count <= 7 else { return false }
        return blankMarks.contains(String(decoding: bytes, as: UTF8.self).lowercased())
    }

    private static let blankMarks: Set<String> = [
        "", "-", "--", "—", "/", "\\", "na", "n/a", "null", "none", "nan", "无", "不详", "未知", "unknown", "暂无",
    ]

    /// `4.30102E+17`: what is left of a long number after a spreadsheet has had it.
    static func isRounded(_ text: String) -> Bool {
        guard text.contains(where: { $0 == "E" || $0 == "e" }), text.contains("+") || text.contains(".") else { return false }
        return Double(text) != nil
    }
}

/// The words for kinds of documents.
enum DocumentWords {
    enum Kind: Equatable {
        case resident
        case travel(TravelDocument.Kind?)
        case other
    }

    /// The kind a word names; nil leaves it to the form of the number.
    static func kind(of word: String) -> Kind? {
        switch HeaderText.normalised(word) {
        case "居民身份证", "身份证", "111", "idcard", "nationalidcard", "residentid", "resident", "01", "港澳台居民居住证": .resident
        case "护照", "passport", "414", "普通护照": nil
        case "外国护照", "foreignpassport": .travel(.foreignPassport)
        case "港澳居民来往内地通行证", "港澳通行证", "回乡证": .travel(.hongKongMacaoPermit)
        case "台湾居民来往大陆通行证", "台胞证": .travel(.taiwanPermit)
        case "其他", "other", "其他证件": .other
        default: nil
        }
    }
}
