import Register
import Vocabulary

/// A calendar packed into bytes: texts once in a table, numbers as variable-length integers, moments relative to the calendar's first.
///
/// A contact's twenty obligations take about half a kilobyte; equal calendars pack to equal bytes.
extension Calendar {
    private static let format: UInt8 = 1

    /// The packed form.
    public func packed() -> [UInt8] {
        var writer = ByteWriter()
        let texts = TextTable(entries)
        let origin = entries.first?.knownFrom ?? .distantPast
        writer.bytes.append(Calendar.format)
        writer.write(UInt64(texts.texts.count))
        for text in texts.texts { writer.write(text) }
        writer.write(signed: origin.milliseconds)
        writer.write(UInt64(entries.count))
        for (entry, uses) in zip(entries, texts.uses) { writer.write(entry, uses, origin: origin) }
        return writer.bytes
    }

    /// Reads a packed calendar of `subject`; nil if the bytes are none.
    public init?(packed bytes: some Collection<UInt8>, subject: Subject) {
        var reader = ByteReader(bytes: Array(bytes))
        guard reader.byte() == Calendar.format, let textCount = reader.number(), textCount < 100_000 else { return nil }
        var texts: [String] = []
        for _ in 0..<textCount {
            guard let text = reader.text() else { return nil }
            texts.append(text)
        }
        guard let origin = reader.signed(), let count = reader.number(), count < 10_000_000 else { return nil }
        var entries: [Entry] = []
        for _ in 0..<count {
            guard let entry = reader.entry(texts: texts, origin: Instant(milliseconds: origin), subject: subject) else { return nil }
            entries.append(entry)
        }
        guard reader.position == reader.bytes.count else { return nil }
        self.init(entries: entries)
    }
}

/// The texts of a calendar, each once, and which of them its entries use.
private struct TextTable {
    var texts: [String] = []
    /// Rule, territory and edition of each entry, by place in `texts`.
    var uses: [(rule: Int, territory: Int, edition: Int)] = []
    private var places: [String: Int] = [:]

    init(_ entries: [Calendar.Entry]) {
        uses.reserveCapacity(entries.count)
        var last: Obligation?
        for entry in entries {
            let obligation = entry.obligation
            // Neighbours mostly say the same.
            let former = uses.last
            uses.append(
                (
                    rule: last?.id.rule == obligation.id.rule ? former?.rule ?? 0 : place(of: obligation.id.rule),
                    territory: last?.territory == obligation.territory ? former?.territory ?? 0 : place(of: obligation.territory.digits),
                    edition: last?.edition == obligation.edition ? former?.edition ?? 0 : place(of: obligation.edition)
                ))
            last = obligation
        }
    }

    private mutating func place(of text: String) -> Int {
        if let known = places[text] { return known }
        places[text] = texts.count
        texts.append(text)
        return texts.count - 1
    }
}

private struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(signed number: Int64) {
        write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write(optional number: Int64?) {
        bytes.append(number == nil ? 0 : 1)
        if let number { write(signed: number) }
    }

    mutating func write(_ entry: Calendar.Entry, _ uses: (rule: Int, territory: Int, edition: Int), origin: Instant) {
        let obligation = entry.obligation
        func relative(_ moment: Instant?) -> Int64? { moment.map { $0.milliseconds &- origin.milliseconds } }
        write(position(obligation.id.reason))
        write(UInt64(uses.rule))
        write(signed: Int64(obligation.id.ordinal))
        write(position(obligation.kind))
        write(UInt64(obligation.measure.rawValue))
        write(position(obligation.role))
        write(UInt64(uses.territory))
        write(UInt64(uses.edition))
        write(optional: obligation.stage.map(Int64.init))
        write(optional: obligation.day.map(Int64.init))
        write(obligation.basis)
        write(signed: obligation.opens.milliseconds &- origin.milliseconds)
        write(optional: relative(obligation.due))
        write(optional: relative(obligation.closes))
        write(optional: obligation.trigger?.rawValue)
        write(optional: relative(obligation.fulfilment?.at))
        write(signed: obligation.fulfilment?.evidence.rawValue ?? 0)
        write(signed: entry.knownFrom.milliseconds &- origin.milliseconds)
        write(optional: relative(entry.knownUntil))
    }

    private mutating func write(_ basis: Obligation.Basis) {
        switch basis {
        case .hours(let count): write(tag: 0, Int64(count))
        case .dayOfStage(let anchor): write(tag: 1, Int64(anchor.daysSinceEpoch))
        case .lateEntry(let anchor): write(tag: 2, Int64(anchor.daysSinceEpoch))
        case .window(let date, let index, let count):
            write(tag: 3, Int64(date.daysSinceEpoch))
            write(signed: Int64(index))
            write(signed: Int64(count))
        case .endOfControl(let date): write(tag: 4, Int64(date.daysSinceEpoch))
        case .condition: write(tag: 5, 0)
        case .lifted(let date): write(tag: 6, Int64(date.daysSinceEpoch))
        }
    }

    private mutating func write(tag: UInt8, _ number: Int64) {
        bytes.append(tag)
        write(signed: number)
    }
}

private func position<Choice: CaseIterable & Equatable>(_ choice: Choice) -> UInt64 {
    var place: UInt64 = 0
    for other in Choice.allCases {
        if other == choice { break }
        place += 1
    }
    return place
}

private struct ByteReader {
    let bytes: [UInt8]
    var position = 0

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() -> UInt64? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while let next = byte() {
            guard shift < 64 else { return nil }
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
            shift += 7
        }
        return nil
    }

    mutating func signed() -> Int64? {
        number().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    mutating func text() -> String? {
        guard let length = number(), length <= UInt64(bytes.count - position) else { return nil }
        defer { position += Int(length) }
        return String(decoding: bytes[position..<position + Int(length)], as: UTF8.self)
    }

    /// The outer optional is nil for broken bytes, the inner for an absent number.
    mutating func optional() -> Int64?? {
        switch byte() {
        case 0: .some(nil)
        case 1: signed().map { .some($0) } ?? nil
        default: nil
        }
    }

    mutating func choice<Choice: CaseIterable>() -> Choice? {
        guard let index = number() else { return nil }
        let all = Choice.allCases
        return index < UInt64(all.count) ? all[all.index(all.startIndex, offsetBy: Int(index))] : nil
    }

    mutating func text(in texts: [String]) -> String? {
        guard let index = number(), index < UInt64(texts.count) else { return nil }
        return texts[Int(index)]
    }

    mutating func date() -> CivilDate? {
        signed().flatMap { Int32(exactly: $0) }.map { CivilDate(daysSinceEpoch: $0) }
    }

    mutating func basis() -> Obligation.Basis? {
        switch byte() {
        case 0: signed().map { .hours(Int($0)) }
        case 1: date().map { .dayOfStage(anchor: $0) }
        case 2: date().map { .lateEntry(anchor: $0) }
        case 3:
            if let date = date(), let index = signed(), let count = signed() { .window(date, index: Int(index), of: Int(count)) } else { nil }
        case 4: date().map { .endOfControl($0) }
        case 5: signed().map { _ in .condition }
        case 6: date().map { .lifted($0) }
        default: nil
        }
    }

    mutating func entry(texts: [String], origin: Instant, subject: Subject) -> Calendar.Entry? {
        // Broken bytes may hold any number: they wrap rather than trap, and the entry is merely wrong.
        func moment(_ offset: Int64) -> Instant { Instant(milliseconds: origin.milliseconds &+ offset) }
        guard let reason: ObligationID.Reason = choice(), let rule = text(in: texts), let ordinal = signed(),
            let kind: Obligation.Kind = choice(), let measure = number().flatMap({ Measure(rawValue: Int(clamping: $0)) }), let role: Role = choice(),
            let territory = text(in: texts).flatMap({ TerritoryCode($0) }), let edition = text(in: texts), let stage = optional(),
            let day = optional(),
            let basis = basis(), let opens = signed(), let due = optional(), let closes = optional(), let trigger = optional(),
            let metAt = optional(), let evidence = signed(), let knownFrom = signed(), let knownUntil = optional()
        else { return nil }
        let obligation = Obligation(
            id: ObligationID(subject: subject, reason: reason, rule: rule, ordinal: Int(ordinal)), kind: kind, measure: measure, role: role,
            territory: territory, edition: edition, stage: stage.map(Int.init), day: day.map(Int.init), basis: basis, opens: moment(opens),
            due: due.map(moment), closes: closes.map(moment), trigger: trigger.map { FactID(rawValue: $0) },
            fulfilment: metAt.map { Obligation.Fulfilment(at: moment($0), evidence: FactID(rawValue: evidence)) })
        return Calendar.Entry(obligation: obligation, knownFrom: moment(knownFrom), knownUntil: knownUntil.map(moment))
    }
}
