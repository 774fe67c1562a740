/// The official code of a territory; a code's prefix is its ancestry.
///
/// Six digits follow GB/T 2260, nine and twelve the statistical division codes (2+2+2+3+3, `domain.md` §17.3), fifteen add a grid of a
/// village. Codes of other countries use the same lengths.
public struct TerritoryCode: Hashable, Comparable, Sendable {
    /// The digits.
    public let digits: String

    /// A code from its digits: 2, 4, 6, 9, 12 or 15 of them; nil for anything else.
    ///
    /// The padded forms in common use are accepted: `430000` is the province 43, `430100000000` the prefecture 4301.
    public init?(_ digits: String) {
        var bytes = Array(digits.utf8)
        guard bytes.allSatisfy({ $0 >= 48 && $0 <= 57 }), let first = bytes.first, first != 48 else { return nil }
        guard Level.allCases.contains(where: { $0.length == bytes.count }) else { return nil }
        if bytes.count == 6 || bytes.count == 12 {
            if bytes.count == 12, bytes[9...].allSatisfy({ $0 == 48 }) { bytes.removeLast(3) }
            if bytes.count == 9, bytes[6...].allSatisfy({ $0 == 48 }) { bytes.removeLast(3) }
            if bytes.count == 6, bytes[4...].allSatisfy({ $0 == 48 }) { bytes.removeLast(2) }
            if bytes.count == 4, bytes[2...].allSatisfy({ $0 == 48 }) { bytes.removeLast(2) }
        }
        self.digits = String(decoding: bytes, as: UTF8.self)
    }

    /// How far down the tree a territory stands.
    public enum Level: Int, CaseIterable, Sendable, Comparable, Codable {
        case province, prefecture, county, township, village, grid

        /// Digits of a code of this level.
        public var length: Int { [2, 4, 6, 9, 12, 15][rawValue] }

        /// Higher territories come first.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// The level, from the number of digits.
    public var level: Level {
        switch digits.utf8.count {
        case ...2: .province
        case ...4: .prefecture
        case ...6: .county
        case ...9: .township
        case ...12: .village
        default: .grid
        }
    }

    /// The territory above, or nil for a province.
    public var parent: TerritoryCode? {
        Level(rawValue: level.rawValue - 1).flatMap { ancestor(at: $0) }
    }

    /// The territory of `level` that contains this one (itself, at its own level), or nil if this one stands above `level`.
    public func ancestor(at level: Level) -> TerritoryCode? {
        level <= self.level ? TerritoryCode(verbatim: String(digits.prefix(level.length))) : nil
    }

    /// Whether `other` is this territory or lies in it.
    public func contains(_ other: TerritoryCode) -> Bool { other.digits.utf8.starts(with: digits.utf8) }

    /// The least text that sorts after every code in this territory: codes in it are `digits ..< upperBound` by bytes.
    public var upperBound: String {
        var bytes = Array(digits.utf8)
        // The byte after '9' is ':', so the bound stays right without carrying.
        bytes[bytes.count - 1] += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    private init(verbatim digits: String) {
        self.digits = digits
    }

    /// Stands where a duty lies nowhere in particular: a number that no province bears.
    public static let unstated = TerritoryCode(verbatim: "10")

    /// Sorted as text, so that a territory comes directly before those in it.
    public static func < (left: TerritoryCode, right: TerritoryCode) -> Bool { left.digits < right.digits }
}

extension TerritoryCode: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// The digits.
    public var description: String { digits }

    /// Reads the digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let code = TerritoryCode(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is no territory code; expected 2, 4, 6, 9, 12 or 15 digits")
        }
        self = code
    }

    /// Writes the digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(digits)
    }
}
