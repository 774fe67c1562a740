import Foundation
import Vocabulary

/// How the columns and values of one kind of file are to be understood, saved to be used again.
///
///     { "kind": "cases",
///       "columns": { "id": "personNumber", "sex": { "field": "sex", "values": { "M": "male" } }, "week_report": null },
///       "constants": { "caseKind": "confirmed" },
///       "dateOrder": "dmy", "zone": "Asia/Seoul" }
///
/// What a mapping does not name is recognised as usual.
public struct ColumnMapping: Hashable, Sendable, Codable {
    /// The kind of table.
    public var kind: TableKind
    /// What files it is for.
    public var title: LocalizedText?
    /// By header: what the column is.
    public var columns: [String: Column]
    /// By the key of a field: the value that holds for every row without one of its own.
    public var constants: [String: String]
    /// Which comes first in dates such as 03/04/2022.
    public var dateOrder: DateOrder?
    /// The zone of times without offset.
    public var zone: CivilZone?
    /// The encoding, where it should not be detected.
    public var encoding: TextEncoding?
    /// The separator, where it should not be detected.
    public var separator: String?

    /// What a column is.
    public struct Column: Hashable, Sendable {
        /// The key of the field; nil leaves the column out.
        public var field: String?
        /// What to read instead of the values on the left. An empty text on the right makes the cell empty.
        public var values: [String: String]

        /// A column from its parts.
        public init(field: String?, values: [String: String] = [:]) {
            self.field = field
            self.values = values
        }
    }

    /// A mapping from its parts.
    public init(
        kind: TableKind, title: LocalizedText? = nil, columns: [String: Column] = [:], constants: [String: String] = [:],
        dateOrder: DateOrder? = nil, zone: CivilZone? = nil, encoding: TextEncoding? = nil, separator: String? = nil
    ) {
        self.kind = kind
        self.title = title
        self.columns = columns
        self.constants = constants
        self.dateOrder = dateOrder
        self.zone = zone
        self.encoding = encoding
        self.separator = separator
    }
}

extension ColumnMapping {
    private enum Key: String, CodingKey, CaseIterable {
        case kind, title, columns, constants, dateOrder, zone, encoding, separator
    }

    /// Reads the saved form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        kind = try container.decode(TableKind.self, forKey: .kind)
        title = try container.decodeIfPresent(LocalizedText.self, forKey: .title)
        let columns = try container.decodeIfPresent([String: Column?].self, forKey: .columns) ?? [:]
        self.columns = columns.mapValues { $0 ?? Column(field: nil) }
        constants = try container.decodeIfPresent([String: String].self, forKey: .constants) ?? [:]
        dateOrder = try container.decodeIfPresent(DateOrder.self, forKey: .dateOrder)
        zone = try container.decodeIfPresent(CivilZone.self, forKey: .zone)
        encoding = try container.decodeIfPresent(TextEncoding.self, forKey: .encoding)
        separator = try container.decodeIfPresent(String.self, forKey: .separator)
    }

    /// Reads a mapping file (JSON) and checks every name in it.
    public init(json: some Sequence<UInt8>) throws(TableError) {
        do {
            self = try JSONDecoder().decode(ColumnMapping.self, from: Data(json))
        } catch let DecodingError.dataCorrupted(context) {
            throw .mapping(reason: ColumnMapping.reason(context, context.debugDescription))
        } catch let DecodingError.keyNotFound(key, context) {
            throw .mapping(reason: ColumnMapping.reason(context, "“\(key.stringValue)” is missing"))
        } catch let DecodingError.typeMismatch(_, context) {
            throw .mapping(reason: ColumnMapping.reason(context, context.debugDescription))
        } catch let DecodingError.valueNotFound(_, context) {
            throw .mapping(reason: ColumnMapping.reason(context, context.debugDescription))
        } catch {
            throw .mapping(reason: LocalizedText(zh: "无法读取：\(error)", en: "cannot be read: \(error)"))
        }
        try check()
    }

    private static func reason(_ context: DecodingError.Context, _ text: String) -> LocalizedText {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return LocalizedText(zh: path.isEmpty ? text : "“\(path)”：\(text)", en: path.isEmpty ? text : "“\(path)”: \(text)")
    }

    /// Finds fields and values that do not exist.
    func check() throws(TableError) {
        let schema = kind.schema
        for (header, column) in columns {
            guard let key = column.field else { continue }
            guard let spec = TableField(key: key).flatMap(schema.spec) else { throw .mapping(reason: unknown(key, at: "columns.\(header)")) }
            guard case .choice(let choices) = spec.type else { continue }
            for (from, to) in column.values where !to.isEmpty && choices.value(of: to) == nil {
                let place = "columns.\(header).values.\(from)"
                throw .mapping(
                    reason: LocalizedText(
                        zh: "“\(place)”：“\(to)”不在可选值内，应为\(choices.accepted.zh)",
                        en: "“\(place)”: “\(to)” is not accepted; accepted are \(choices.accepted.en)"))
            }
        }
        for key in constants.keys where TableField(key: key).flatMap(schema.spec) == nil {
            throw .mapping(reason: unknown(key, at: "constants.\(key)"))
        }
        if let separator, separator.utf8.count != 1 {
            throw .mapping(reason: LocalizedText(zh: "“separator”须为一个ASCII字符", en: "“separator” must be one ASCII character"))
        }
    }

    private func unknown(_ key: String, at place: String) -> LocalizedText {
        let known = kind.schema.fields.map(\.field.key).joined(separator: ", ")
        return LocalizedText(
            zh: "“\(place)”：\(kind.label.zh)没有字段“\(key)”，可用：\(known)", en: "“\(place)”: \(kind.label.en) have no field “\(key)”; they have \(known)")
    }

    /// The saved form, JSON with sorted keys.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

extension ColumnMapping.Column: Codable {
    private enum Key: String, CodingKey {
        case field, values
    }

    /// Reads a bare field key, or a field with values.
    public init(from decoder: any Decoder) throws {
        if let field = try? decoder.singleValueContainer().decode(String.self) {
            self.init(field: field)
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            field: try container.decodeIfPresent(String.self, forKey: .field),
            values: try container.decodeIfPresent([String: String].self, forKey: .values) ?? [:])
    }

    /// Writes the shortest form.
    public func encode(to encoder: any Encoder) throws {
        if values.isEmpty {
            var container = encoder.singleValueContainer()
            if let field { try container.encode(field) } else { try container.encodeNil() }
            return
        }
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(field, forKey: .field)
        try container.encode(values, forKey: .values)
    }
}
