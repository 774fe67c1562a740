import Vocabulary

/// What the code that a traveller shows on entry says: enough to decide without a network, and nothing of who the person is.
///
/// Twenty-three bytes, big end first: version, risk, number of the registration (6), minute of issue since 1970 (4), hours of validity (2),
/// day of leaving the origin since 1970 (2), minute of the certificate's specimen (4), county of destination (3). The signature that makes it
/// a code is not its business.
public struct EntryCode: Hashable, Sendable {
    /// The registration it belongs to.
    public var registration: Reference<Registration>
    /// When it was issued, to the minute.
    public var issued: Instant
    /// For how long it is valid.
    public var validity: Hours
    /// The risk of the origin; nil where nobody has judged it yet.
    public var risk: OriginRisk?
    /// The day of leaving the origin.
    public var leftOrigin: CivilDate?
    /// When the specimen of the certificate was taken, to the minute.
    public var certificateTaken: Instant?
    /// The county the person goes to.
    public var destination: TerritoryCode?

    /// The length of its bytes.
    public static let length = 23
    private static let version: UInt8 = 1

    /// Until when it is valid.
    public var expires: Instant { issued + validity.span }

    /// From its parts; moments are cut to the minute.
    public init(
        registration: Reference<Registration>, issued: Instant, validity: Hours, risk: OriginRisk? = nil, leftOrigin: CivilDate? = nil,
        certificateTaken: Instant? = nil, destination: TerritoryCode? = nil
    ) {
        self.registration = registration
        self.issued = issued.toTheMinute
        self.validity = validity
        self.risk = risk
        self.leftOrigin = leftOrigin
        self.certificateTaken = certificateTaken?.toTheMinute
        self.destination = destination?.ancestor(at: .county) ?? destination?.ancestor(at: .prefecture)
    }

    /// Why bytes are no entry code.
    public enum Malformed: Error, Hashable, Sendable {
        /// There are this many instead of ``length``.
        case length(Int)
        /// They are of a version that this program does not know.
        case version(UInt8)
        /// They name a risk that does not exist.
        case risk(UInt8)
    }

    /// The code as bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = [EntryCode.version, risk.flatMap { OriginRisk.allCases.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0]
        func append(_ value: Int64, _ count: Int) {
            for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * Int64(index)))) }
        }
        append(registration.rawValue, 6)
        append(issued.milliseconds / 60_000, 4)
        append(Int64(min(max(validity.count, 0), 65_535)), 2)
        append(Int64(leftOrigin?.daysSinceEpoch ?? 0), 2)
        append((certificateTaken?.milliseconds ?? 0) / 60_000, 4)
        append(destination?.number ?? 0, 3)
        return bytes
    }

    /// Reads what ``bytes`` gave.
    public init(bytes: some Collection<UInt8>) throws(Malformed) {
        let bytes = Array(bytes)
        guard bytes.count == EntryCode.length else { throw .length(bytes.count) }
        guard bytes[0] == EntryCode.version else { throw .version(bytes[0]) }
        guard Int(bytes[1]) <= OriginRisk.allCases.count else { throw .risk(bytes[1]) }
        var place = 2
        func take(_ count: Int) -> Int64 {
            defer { place += count }
            return bytes[place..<place + count].reduce(0) { $0 << 8 | Int64($1) }
        }
        registration = Reference(rawValue: take(6))
        issued = Instant(milliseconds: take(4) * 60_000)
        validity = Hours(Int(take(2)))
        risk = bytes[1] == 0 ? nil : OriginRisk.allCases[Int(bytes[1]) - 1]
        let day = take(2)
        leftOrigin = day == 0 ? nil : CivilDate(daysSinceEpoch: Int32(day))
        let minute = take(4)
        certificateTaken = minute == 0 ? nil : Instant(milliseconds: minute * 60_000)
        let county = take(3)
        destination = county == 0 ? nil : TerritoryCode(String(county))
    }
}

extension Instant {
    fileprivate var toTheMinute: Instant { Instant(milliseconds: milliseconds - milliseconds % 60_000) }
}
