/// The official code of a territory; a code's prefix is its ancestry.
///
/// Six digits follow GB/T 2260, nine and twelve the statistical division codes (2+2+2+3+3, `domain.md` §17.3), fifteen add a grid of a
/// village. Codes of other countries use the same lengths.
public struct TerritoryCode: Hashable, Comparable, Sendable {
    /// The digits filled up to fifteen with zeros, then the level in the lowest three bits: numbers that stand in the order of the digits
    /// as text, and of which no part must be looked for.
    private let packed: UInt64

    /// A code from its digits: 2, 4, 6, 9, 12 or 15 of them; nil for anything else.
    ///
    /// The padded forms in common use are accepted: `430000` is the province 43, `430100000000` the prefecture 4301.
    public init?(_ digits: String) {
        var number: UInt64 = 0
        var count = 0
        for byte in digits.utf8 {
            guard byte >= 48, byte <= 57, count < 15, count > 0 || byte != 48 else { return nil }
            number = number * 10 + UInt64(byte - 48)
            count += 1
        }
        if count == 12, number % 1000 == 0 { (number, count) = (number / 1000, 9) }
        if count == 9, number % 1000 == 0, digits.utf8.count == 12 { (number, count) = (number / 1000, 6) }
        if count == 6, number % 100 == 0 { (number, count) = (number / 100, 4) }
        if count == 4, number % 100 == 0, digits.utf8.count != 4 { (number, count) = (number / 100, 2) }
        guard let level = Level(length: count) else { return nil }
        packed = number * level.unit << 3 | UInt64(level.rawValue)
    }

    /// How far down the tree a territory stands.
    public enum Level: Int, CaseIterable, Sendable, Comparable, Codable {
        case province, prefecture, county, township, village, grid

        /// Digits of a code of this level.
        public var length: Int {
            switch self {
            case .province: 2
            case .prefecture: 4
            case .county: 6
            case .township: 9
            case .village: 12
            case .grid: 15
            }
        }

        fileprivate init?(length: Int) {
            switch length {
            case 2: self = .province
            case 4: self = .prefecture
            case 6: self = .county
            case 9: self = .township
            case 12: self = .village
            case 15: self = .grid
            default: return nil
            }
        }

        /// What the last digit of this level counts in a code of fifteen digits.
        fileprivate var unit: UInt64 {
            switch self {
            case .province: 10_000_000_000_000
            case .prefecture: 100_000_000_000
            case .county: 1_000_000_000
            case .township: 1_000_000
            case .village: 1000
            case .grid: 1
            }
        }

        /// Higher territories come first.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// The digits.
    public var digits: String { String(number) }

    /// The digits as a number.
    public var number: Int64 { Int64(packed >> 3 / level.unit) }

    /// The level, from the number of digits.
    public var level: Level { Level(rawValue: Int(packed & 7)) ?? .grid }

    /// The territory above, or nil for a province.
    public var parent: TerritoryCode? {
        Level(rawValue: level.rawValue - 1).flatMap { ancestor(at: $0) }
    }

    /// The territory of `level` that contains this one (itself, at its own level), or nil if this one stands above `level`.
    public func ancestor(at level: Level) -> TerritoryCode? {
        guard level <= self.level else { return nil }
        let filled = packed >> 3
        return TerritoryCode(packed: (filled - filled % level.unit) << 3 | UInt64(level.rawValue))
    }

    /// Whether `other` is this territory or lies in it.
    public func contains(_ other: TerritoryCode) -> Bool {
        let level = level
        return other.level >= level && other.packed >> 3 / level.unit == packed >> 3 / level.unit
    }

    /// The least text that sorts after every code in this territory: codes in it are `digits ..< upperBound` by bytes.
    public var upperBound: String {
        var bytes = Array(digits.utf8)
        // The byte after '9' is ':', so the bound stays right without carrying.
        bytes[bytes.count - 1] += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    private init(packed: UInt64) {
        self.packed = packed
    }

    /// Stands where a duty lies nowhere in particular: a number that no province bears.
    public static let unstated = TerritoryCode(packed: 10 * Level.province.unit << 3)

    /// Sorted as text, so that a territory comes directly before those in it.
    public static func < (left: TerritoryCode, right: TerritoryCode) -> Bool { left.packed < right.packed }
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
