import Vocabulary

/// Finds territories by the names people write.
public protocol TerritoryNames: Sendable {
    /// The territories that `name` can mean, such as `芙蓉区`, `长沙市芙蓉区` or `Furong`; empty if none.
    func codes(named name: String) -> [TerritoryCode]
    /// Whether there is a territory of this code. Codes below the table's level are accepted if their ancestor is known.
    func contains(_ code: TerritoryCode) -> Bool
}

/// What an import must know beside the file.
public struct ImportContext: Sendable {
    /// The zone in which times without offset are meant, unless the mapping names another.
    public var zone: CivilZone
    /// The present, from the operating clock: happenings cannot lie more than a day after it.
    public var now: Instant
    /// The territory that has the duty where a row names none.
    public var territory: TerritoryCode?
    /// The names of territories; without them codes are taken as they are and names refused.
    public var territories: (any TerritoryNames)?
    /// Cases of a companion file, for exposures whose own file tells no dates.
    public var companions: CompanionCases?

    /// A context from its parts.
    public init(
        zone: CivilZone = .shanghai, now: Instant, territory: TerritoryCode? = nil, territories: (any TerritoryNames)? = nil,
        companions: CompanionCases? = nil
    ) {
        self.zone = zone
        self.now = now
        self.territory = territory
        self.territories = territories
        self.companions = companions
    }
}

/// A column that is needed and not there.
public struct MissingColumn: Hashable, Sendable {
    /// Its name.
    public let label: LocalizedText
    /// Its key in mappings.
    public let field: String
    /// A header of the file that may be it.
    public let candidate: String?

    /// What is missing and what may be meant.
    public var text: LocalizedText {
        LocalizedText(
            zh: label.zh + (candidate.map { "（是否为“\($0)”？）" } ?? ""), en: "\(label.en) (\(field))" + (candidate.map { ", is it “\($0)”?" } ?? ""))
    }
}

/// How a file will be read, decided before its first row: encoding, separator, which column is what, in which order dates are written.
///
/// Make one, show it (`columns`, `missing`), and start a `TableImport` with it.
public struct ImportPlan: Sendable {
    /// The text that is read: the file, or a sheet of it.
    public let source: TableSource
    /// The sheet that is read, of a workbook.
    public let sheet: TableSheet?
    /// What its rows are about.
    public let kind: TableKind
    /// How its characters are written.
    public let encoding: TextEncoding
    /// What stands between its cells.
    public let separator: Character
    /// The line of the header.
    public let headerLine: Int
    /// The columns, in the order of the file.
    public let columns: [Column]
    /// Columns usually there and missed, but without which rows may do.
    public let missing: [MissingColumn]

    /// A column of the file.
    public struct Column: Hashable, Sendable {
        /// The header in the file.
        public let header: String
        /// The key of the field it is read as; nil if it is not read.
        public let field: String?
        /// Why it is not read.
        public let unread: Unread?
        /// The order of day and month found in it, where that matters.
        public let dateOrder: DateOrder?
        /// An example of a date in it that could be read in two ways, if nothing decides.
        public let ambiguousDate: String?

        /// Why a column is not read.
        public enum Unread: Hashable, Sendable {
            /// Nobody knows the header; the nearest known column, if one is near.
            case unrecognised(suggestion: LocalizedText?)
            /// The mapping leaves it out, or it is the error column of an earlier import.
            case ignored
            /// An earlier column holds the same.
            case duplicate
        }
    }

    /// How the file is read, for people: a sheet of a workbook, or how characters are written.
    public var form: String { sheet.map { "sheet “\($0.name)”" } ?? encoding.name }

    let mark: Int
    let schema: TableSchema
    /// What is known beside the file.
    public let context: ImportContext
    let zone: CivilZone
    let layout: [ColumnLayout]
    let constants: [TableField: [UInt8]]

    /// Looks at a file and decides how to read it.
    ///
    /// - Throws: `TableError` if it is no table or lacks columns that nothing can replace.
    public init(_ source: TableSource, kind: TableKind, mapping: ColumnMapping? = nil, context: ImportContext) throws(TableError) {
        if let mapping {
            guard mapping.kind == kind else {
                throw .mapping(
                    reason: LocalizedText(
                        zh: "该映射用于\(mapping.kind.label.zh)，不是\(kind.label.zh)", en: "it is for \(mapping.kind.label.en), not for \(kind.label.en)"))
            }
            try mapping.check()
        }
        let survey = try FileSurvey(source, schema: kind.schema, mapping: mapping)
        let layout = survey.layout
        self.source = survey.source
        sheet = survey.sheet
        self.kind = kind
        self.context = context
        zone = mapping?.zone ?? context.zone
        encoding = survey.encoding
        mark = survey.mark
        separator = Character(Unicode.Scalar(survey.separator))
        headerLine = survey.headerLine
        schema = kind.schema
        constants = (mapping?.constants ?? [:]).reduce(into: [:]) { constants, entry in
            if let field = TableField(key: entry.key) { constants[field] = Array(entry.value.utf8) }
        }
        self.layout = layout
        columns = layout.map { column in
            Column(
                header: column.header, field: column.spec?.field.key, unread: column.unread, dateOrder: column.order,
                ambiguousDate: column.ambiguousExample)
        }

        let present = Set(layout.compactMap { $0.spec?.field }).union(constants.keys)
        let strangers = layout.filter { if case .unrecognised? = $0.unread { true } else { false } }.map(\.header)
        func missing(_ spec: FieldSpec) -> MissingColumn {
            let candidate = strangers.first { kind.schema.suggestion(for: $0)?.field == spec.field }
            return MissingColumn(label: spec.label, field: spec.field.key, candidate: candidate)
        }
        var absent = schema.fields.filter { $0.need == .required && !present.contains($0.field) }.map(missing)
        if present.isDisjoint(with: [.personNumber, .document, .phone]), let spec = schema.spec(.document) { absent.append(missing(spec)) }
        if schema.spec(.indexNumber) != nil, present.isDisjoint(with: [.indexNumber, .indexDocument, .indexName]),
            let spec = schema.spec(.indexNumber)
        {
            absent.append(missing(spec))
        }
        if kind == .visits, present.isDisjoint(with: [.placeNumber, .placeName]), let spec = schema.spec(.placeName) { absent.append(missing(spec)) }
        guard absent.isEmpty else { throw .missingColumns(file: source.name, absent) }
        self.missing = schema.fields.filter { $0.need == .usual && !present.contains($0.field) }.map(missing)
    }
}

/// A column with all that reading its cells needs.
struct ColumnLayout: Sendable {
    let header: String
    var spec: FieldSpec?
    var unread: ImportPlan.Column.Unread?
    var values: [String: [UInt8]] = [:]
    var order: DateOrder?
    var ambiguousExample: String?
}
