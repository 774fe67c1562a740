import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// How an order to look back stands, of what the reader answers for: whom it reached, the residue and who holds it, where it is, what is blank,
/// what the sources handed in.
extension ThingFace {
    /// The funnel from records to states, what each source handed in with its blanks, and the residue by county.
    static let lookBackPanels: @Sendable (ThingView, Reader, OperationsDesk) throws -> [ThingPanel] = { view, reader, desk in
        guard let order = view.dossier.founding(LookBackOrder.self) else { return [] }
        var standing = try reader.standing(
            of: Reference(rawValue: view.subject.number), order.value, policies: desk.operations.policies, now: view.asOf)
        // Whoever sees a part answers for those whose duty lies in it, not for everybody they may see.
        standing.persons.removeAll { !reader.scope.covers($0.call.territory) }
        let tally = standing.tally
        var funnel = ThingPanel(title: LocalizedText(zh: "去向漏斗", en: "Where everyone ended"))
        funnel.add("应核查", "looked for", "\(tally.persons)")
        for state in LookBackState.allCases {
            let words = LookBackState.words[state] ?? LocalizedText(zh: state.rawValue, en: state.rawValue)
            let count = tally.of[state, default: 0]
            funnel.add(words.zh, words.en, "\(count)", isLate: state == .notFound && count > 0)
        }
        return [
            funnel, try residue(standing, at: .county, reader, desk), map(standing, order.value, reader, desk),
            blanks(view, order, reader, desk), sources(view, order.value, standing, reader, desk),
            try residue(standing, at: .township, reader, desk),
        ].compactMap(\.self)
    }

    /// Where those are whom nobody has found, by county.
    private static func map(_ standing: LookBackStanding, _ order: LookBackOrder, _ reader: Reader, _ desk: OperationsDesk) -> ThingPanel? {
        guard standing.tally.persons > 0 else { return nil }
        var panel = ThingPanel(title: LocalizedText(zh: "尚未找到人员分布（县）", en: "Where the rest is, by county"))
        panel.counted = (LocalizedText(zh: "尚未找到", en: "not found"), LocalizedText(zh: "应核查", en: "looked for"))
        let missing = Dictionary(standing.residue(at: .county).map { ($0.territory, $0.count) }, uniquingKeysWith: +)
        let all = Dictionary(grouping: standing.persons) { $0.call.territory.ancestor(at: .county) ?? $0.call.territory }.mapValues(\.count)
        let counties = Set(order.territories.flatMap { desk.names.territories(at: .county, within: $0) }).union(all.keys)
        panel.areas = counties.filter(reader.scope.covers).sorted().map { code in
            ThingPanel.Area(code: code, name: desk.names[code], count: missing[code] ?? 0, of: all[code] ?? 0)
        }
        return panel
    }

    /// What each source handed in of what the reader answers for: its rows, of how many persons, repeated, of others, blank.
    private static func sources(
        _ view: ThingView, _ order: LookBackOrder, _ standing: LookBackStanding, _ reader: Reader, _ desk: OperationsDesk
    ) -> ThingPanel? {
        var panel = ThingPanel(title: LocalizedText(zh: "各来源报送", en: "What the sources handed in"))
        let reports = view.dossier.all(LookBackReport.self).filter { reader.scope.covers($0.value.territory) }
        for source in order.sources ?? ArrivalSource.allCases {
            let asked = LookBackBlank.askedParts(of: order, source).filter(reader.scope.covers)
            let told = order.territories.flatMap { LookBackDuties.newest(reports, in: $0) }.filter { $0.value.source == source }
            guard !told.isEmpty || order.sources != nil && !asked.isEmpty else { continue }
            let name = source.words
            if told.isEmpty {
                panel.add(name.zh, name.en, LocalizedText(zh: "未报送", en: "silent"), isLate: order.closing == nil)
            } else {
                let named = standing.persons.count { $0.call.sources.contains(source) }
                let (text, isLate) = text(of: told.map(\.value), named: named, asked: asked.count)
                panel.add(name.zh, name.en, text, isLate: isLate)
            }
            if order.closing == nil, source.isUploaded {
                panel.lines[panel.lines.count - 1].link = ThingPanel.Link(
                    label: "lookBack.upload", path: "/things/lookBack/\(view.subject.number)/upload", items: [("source", source.rawValue)],
                    permission: .reportLookBack)
            }
        }
        return panel.lines.isEmpty ? nil : panel
    }

    /// The records of a source and how they add up; and whether something of them is blank.
    private static func text(of told: [LookBackReport], named: Int, asked: Int) -> (LocalizedText, Bool) {
        func sum(_ number: (LookBackReport) -> Int) -> Int { told.reduce(0) { $0 + number($1) } }
        let (records, nobody, nowhere, outside) = (
            sum(\.records), sum(\.withoutIdentity), sum(\.withoutLocation), sum { $0.outside ?? 0 }
        )
        var (zh, en) = (["\(records)条"], ["\(records) records"])
        // Of lists the rows add up: a person once, whoever is on several lists or twice on one is repeated.
        if told.allSatisfy({ $0.persons != nil }) {
            let repeated = max(0, records - named - outside - nobody - nowhere)
            zh.append("应核查\(named)人")
            en.append("\(named) people looked for")
            if repeated > 0 {
                zh.append("重复\(repeated)条")
                en.append("\(repeated) repeated")
            }
            if outside > 0 {
                zh.append("不在核查范围\(outside)条")
                en.append("\(outside) not looked for")
            }
        }
        for (count, zhWord, enWord) in [(nobody, "身份不明", "without identity"), (nowhere, "位置不明", "without a place")] where count > 0 {
            zh.append("\(zhWord)\(count)条")
            en.append("\(count) \(enWord)")
        }
        let parts = Set(told.map(\.territory)).count
        if asked > 1 {
            zh.append("已报\(parts)/\(asked)地")
            en.append("from \(parts) of \(asked)")
        }
        return (LocalizedText(zh: zh.joined(separator: "，"), en: en.joined(separator: ", ")), nobody + nowhere > 0 || parts < asked && asked > 1)
    }

    /// What is still blank, each with who holds it: by part of the territory, source and hours.
    private static func blanks(_ view: ThingView, _ order: Recorded<LookBackOrder>, _ reader: Reader, _ desk: OperationsDesk) -> ThingPanel? {
        let reports = view.dossier.all(LookBackReport.self)
        let blanks = order.value.territories.flatMap { LookBackBlank.all(of: order, reports, in: $0) }.filter { reader.scope.covers($0.territory) }
        guard !blanks.isEmpty, order.value.closing == nil else { return nil }
        var panel = ThingPanel(title: LocalizedText(zh: "空白，责任在", en: "Blanks, held by"))
        // Many silent at once are told together, so that what was handed in and says too little is not lost among them.
        let silent = Dictionary(grouping: blanks.filter { $0.kind == .silent }, by: \.source).filter { $0.value.count > mostSilent }
        let single = blanks.filter { $0.kind != .silent || silent[$0.source] == nil }
        for blank in single.prefix(mostBlanks) {
            let (name, source) = (desk.names[blank.territory], blank.source.words)
            panel.add(name.zh + " · " + source.zh, name.en + " · " + source.en, text(of: blank, desk.zone), isLate: true)
        }
        let more = single.count - mostBlanks
        if more > 0 { panel.add("其余", "and more", "\(more)", isLate: true) }
        for (source, blanks) in silent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let first = blanks.prefix(3).map { desk.names[$0.territory] }
            panel.add(
                source.words.zh, source.words.en,
                LocalizedText(
                    zh: "\(blanks.count)地未报送：\(first.map(\.zh).joined(separator: "、"))等",
                    en: "\(blanks.count) places silent: \(first.map(\.en).joined(separator: ", ")) and others"), isLate: true)
        }
        return panel
    }

    /// From so many places silent about a source on, they are told together.
    private static let mostSilent = 20

    /// The most blanks that are told one by one.
    private static let mostBlanks = 60

    private static func text(of blank: LookBackBlank, _ zone: CivilZone) -> LocalizedText {
        switch blank.kind {
        case .silent: return LocalizedText(zh: "未报送", en: "silent")
        case .identify:
            return LocalizedText(zh: "身份不明\(blank.count)条", en: "\(blank.count) \(blank.count == 1 ? "record" : "records") without identity")
        case .place:
            return LocalizedText(zh: "位置不明\(blank.count)人", en: "\(blank.count) \(blank.count == 1 ? "person" : "people") without a place")
        case .hours:
            let gaps = blank.gaps.prefix(3).map { gap in
                [gap.from, gap.until].map { $0.civilText(in: zone).dropFirst(5).prefix(11).replacing("T", with: " ") }.joined(separator: "–")
            }.joined(separator: ", ")
            return LocalizedText(zh: "缺\(blank.count)小时：\(gaps)", en: "\(blank.count) h missing: \(gaps)")
        }
    }

    private static func residue(
        _ standing: LookBackStanding, at level: TerritoryCode.Level, _ reader: Reader, _ desk: OperationsDesk
    ) throws -> ThingPanel? {
        let parts = standing.residue(at: level)
        // What is known no finer than the counties is told once.
        guard !parts.isEmpty, level == .county || parts.contains(where: { $0.territory.level >= level }) else { return nil }
        var panel = ThingPanel(
            title: level == .county
                ? LocalizedText(zh: "尚未找到，责任在", en: "Not found yet, held by")
                : LocalizedText(zh: "尚未找到，按乡镇（街道）", en: "Not found yet, by township"))
        for (territory, count) in parts.prefix(20) {
            let name = desk.names[territory]
            panel.add(name.zh, name.en, "\(count)", isLate: true)
        }
        guard level == .county else { return panel }
        panel.people = try standing.persons.lazy.filter { $0.state == .notFound }.prefix(30).compactMap { try desk.tag(of: $0.person, reader) }
        return panel
    }
}

extension ArrivalSource {
    /// Whether its lists come as files; registrations and checkpoints are in the register already.
    fileprivate var isUploaded: Bool { self != .registration && self != .checkpoint && self != .doorKnock }
}
