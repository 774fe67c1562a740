import Crypto
import Register
import Vocabulary

/// A digest by which an import recognises what it has seen before.
///
/// It holds nothing of the person: store it together with the person's own number (and, for exposures, that of the person exposed to), and it
/// tells neither a name nor a document to whoever reads it.
public struct ImportKey: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    init(_ bytes: borrowing [UInt8]) {
        var parts: (UInt64, UInt64) = (0, 0)
        SHA256.hash(data: bytes).withUnsafeBytes { digest in
            parts = (digest.loadUnaligned(as: UInt64.self).bigEndian, digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
        }
        (high, low) = parts
    }

    /// The digest's 16 bytes.
    public var bytes: [UInt8] { [high, low].flatMap { part in withUnsafeBytes(of: part.bigEndian) { Array($0) } } }

    /// 32 hexadecimal digits.
    public var description: String {
        [high, low].map { part in
            let text = String(part, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }
}

extension ImportRow {
    /// The keys of the row's facts, one each.
    ///
    /// - `thing` names what a fact describes (this specimen, this stay, this case of the person). The same thing with another content is a
    ///   correction, or a stay that has ended meanwhile.
    /// - `content` covers all that the fact says but when it became known. Same thing and same content: nothing new.
    public var keys: [(thing: ImportKey, content: ImportKey)] {
        var writer = CanonicalBytes()
        var things: [[UInt8]] = []
        return facts.map { fact in
            writer.clear()
            writer.identify(fact, things)
            let thing = writer.bytes
            things.append(thing)
            writer.describe(fact)
            return (ImportKey(thing), ImportKey(writer.bytes))
        }
    }
}

/// Facts in one fixed form of bytes. The form is part of what databases keep: change it, and every earlier import looks new.
private struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    private mutating func put(_ text: String) {
        put(Int64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(_ text: String?) {
        guard let text else { return bytes.append(0) }
        bytes.append(1)
        put(text)
    }

    private mutating func put(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func put(_ number: Int64?) {
        guard let number else { return bytes.append(0) }
        bytes.append(1)
        put(number)
    }

    private mutating func put(_ flag: Bool?) { bytes.append(flag.map { $0 ? 2 : 1 } ?? 0) }
    private mutating func put(_ instant: Instant?) { put(instant?.milliseconds) }
    private mutating func put(_ date: CivilDate?) { put((date?.daysSinceEpoch).map(Int64.init)) }
    private mutating func put(_ code: TerritoryCode?) { put(code?.digits) }
    private mutating func put(_ number: Double?) { put(number.map { Int64(bitPattern: $0.bitPattern) }) }

    /// What tells this thing from others of its kind and person.
    mutating func identify(_ fact: ImportFact, _ earlier: [[UInt8]]) {
        if case .fact(let index) = fact.link, earlier.indices.contains(index) { bytes.append(contentsOf: earlier[index]) }
        switch fact.fact {
        case .caseReport(let report):
            put("case")
            if let label = report.label { put(label) } else { put(fact.happenedAt.milliseconds) }
        case .caseChange(let change):
            if case .classified = change.change { put(fact.happenedAt) } else { put("end of case") }
        case .death: put("death")
        case .exposure(let exposure):
            put("exposure")
            put(exposure.last)
        case .stay(let stay):
            put("stay")
            put(stay.mode.rawValue)
            put(fact.happenedAt)
        case .specimen(let specimen):
            put("specimen")
            put(specimen.method.rawValue)
            put(specimen.code)
            put(fact.happenedAt)
        case .result:
            put("result")
            put(fact.happenedAt)
        case .arrival(let arrival):
            put("arrival")
            put(arrival.transportNumber)
            put(fact.happenedAt)
        case .post(let post):
            put("post")
            put(post.postClass)
            put(post.from)
        case .vaccination(let vaccination):
            put("dose")
            put(Int64(vaccination.dose))
        case .visit, .place:
            put("place")
            if case .place(let place) = fact.link {
                put(place.number)
                put(place.name)
                put(place.territory)
            }
            if case .visit = fact.fact { put(fact.happenedAt) }
        default: put(String(describing: fact.fact))
        }
    }

    mutating func describe(_ fact: ImportFact) {
        put(fact.happenedAt)
        switch fact.fact {
        case .caseReport(let value):
            put(value.kind.rawValue)
            put(value.origin.rawValue)
            put(value.onset)
            put(value.firstPositiveTaken)
            put(value.detection.rawValue)
            put(value.foundUnderControl)
            put(value.severity?.rawValue)
            put(value.territory)
            put(value.reportedBy)
            put(value.label)
        case .caseChange(let value): put(String(describing: value.change))
        case .death(let value): put(value.fromDisease)
        case .exposure(let value):
            put(value.nearness.rawValue)
            put(value.first)
            put(value.setting.rawValue)
            put(value.vehicle?.rawValue)
            put(value.isHigherRisk)
            put(value.territory)
            put(value.circumstance)
            put(value.discovery.rawValue)
        case .stay(let value):
            put(value.site)
            put(value.room)
            put(value.territory)
            put(value.until)
            put(value.ending?.rawValue)
        case .specimen(let value):
            put(value.kind.rawValue)
            put(Int64(value.swabs))
            put(value.territory)
            // Told since later: earlier imports keep their digests.
            if let occasion = value.occasion { put(occasion.rawValue) }
        case .result(let value):
            put(value.outcome.rawValue)
            put(value.ctN)
            put(value.ctORF1ab)
            put(value.laboratory)
        case .arrival(let value):
            put(value.origin)
            put(value.originTerritory)
            put(value.risk.rawValue)
            put(value.leftOrigin)
            put(value.destination)
            put(value.checkpoint)
            put(value.vehicle?.rawValue)
            put(value.seat)
            put(value.certificateTaken)
            put(value.isRegistered)
        case .post(let value):
            put(value.unit)
            put(value.territory)
            put(value.until)
        case .vaccination(let value): put(value.product)
        case .visit(let value): put(value.until)
        case .place(let value):
            put(value.placeClass)
            put(value.address)
            put(value.socialCreditCode)
            put(value.ratedCapacity.map(Int64.init))
            put(value.responsible)
        default: break
        }
    }
}
