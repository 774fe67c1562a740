import Operations
import Register
import Storage
import Vocabulary

/// Data quality.
extension OperationsDesk {
    func quality(_ viewer: Viewer, _ lens: Lens) async throws -> DataQualityPage.Content {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let view = try await operations.dataQuality(of: lens.territory, scope: scope(of: viewer))
        let found = Set(view.findings.flatMap(\.counts.keys))
        let bySource = SourceColumns(view)
        let columns = found.filter { $0 != lens.territory }.sorted() + (found.contains(lens.territory) ? [lens.territory] : [])
        return try await read(viewer) { reader in
            DataQualityPage.Content(
                checks: try view.findings.map { finding in
                    let words = words(finding.check)
                    return DataQualityPage.Check(
                        kind: words.kind, label: words.label, total: finding.counts.values.reduce(0, +),
                        byTerritory: columns.map { finding.counts[$0] ?? 0 }, bySource: finding.sources.map(bySource.counts),
                        path: "/quality/\(finding.check.key)",
                        examples: try finding.examples.compactMap { try tag(of: $0, reader) })
                }, columns: columns.map { ($0, names[$0]) },
                sources: view.sources.map {
                    DataQualityPage.Source(
                        label: SourceName.of($0.source), facts: $0.entries, incomplete: $0.late, delay: $0.median, lastAt: $0.lastKnownAt)
                }, sourceColumns: bySource.labels, isAllSources: view.isAllSources)
        }
    }

    /// Rows on a page.
    private static let pageSize = 50

    /// Whom a check found; nil for a check there is none of.
    func qualityRows(_ viewer: Viewer, _ lens: Lens, _ key: String, after: Int64?) async throws -> QualityRowsPage.Content? {
        guard let check = DataQualityView.Check.all.first(where: { $0.key == key }) else { return nil }
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let persons = try await operations.dataQuality(
            check, in: lens.territory, scope: scope(of: viewer), after: after.map { PersonID(rawValue: $0) },
            limit: OperationsDesk.pageSize + 1)
        let shown = persons.prefix(OperationsDesk.pageSize)
        let words = words(check)
        return try await read(viewer) { reader in
            QualityRowsPage.Content(
                key: key, kind: words.kind, label: words.label,
                rows: try shown.compactMap { person in
                    try tag(of: person, reader).map { ($0, names[try reader.listing(of: person)?.territory ?? lens.territory]) }
                }, next: persons.count > shown.count ? shown.last?.rawValue : nil)
        }
    }

    private func words(_ check: DataQualityView.Check) -> (kind: DataQualityPage.Check.Kind, label: LocalizedText) {
        switch check {
        case .gap(.phone): (.missing, LocalizedText(zh: "无联系电话", en: "No telephone number"))
        case .gap(.document): (.missing, LocalizedText(zh: "无证件号码", en: "No document number"))
        case .gap(.birthDate): (.missing, LocalizedText(zh: "无出生日期", en: "No date of birth"))
        case .gap(.residence): (.missing, LocalizedText(zh: "现住址未到乡镇（街道）", en: "Residence not known down to the township"))
        case .gap(.onset): (.missing, LocalizedText(zh: "确诊病例无发病日期", en: "Confirmed case without onset"))
        case .gap(.room): (.missing, LocalizedText(zh: "在院或集中隔离无地点、房间", en: "Hospital or quarantine stay without site or room"))
        case .gap(.destination): (.missing, LocalizedText(zh: "来湘人员目的地未到乡镇（街道）", en: "Arrival without township of destination"))
        case .contactWithoutSetting: (.missing, LocalizedText(zh: "密接无接触场景", en: "Contact without setting"))
        case .contactWithoutCase: (.contradictory, LocalizedText(zh: "接触对象既非病例也非密接", en: "Contact of somebody who is neither case nor contact"))
        case .impossibleOrder: (.contradictory, LocalizedText(zh: "时间先后矛盾", en: "Impossible order of times"))
        case .heldTwice: (.contradictory, LocalizedText(zh: "同时在两处管控", en: "Held in two places at once"))
        case .resultOverdue: (.overdue, LocalizedText(zh: "超时未出核酸结果", en: "Specimen without result beyond the turnaround"))
        case .enteredLate: (.overdue, LocalizedText(zh: "发生24小时后才录入", en: "Entered more than 24 h after it happened"))
        }
    }
}

/// The sources that head the columns of the checks by source: those that sent the most first, and all the others together.
private struct SourceColumns {
    private let named: [LocalizedText]
    private let hasOthers: Bool
    private static let most = 6

    init(_ view: DataQualityView) {
        let sent = Dictionary(view.sources.map { ($0.source, $0.entries) }, uniquingKeysWith: +)
        let sources = Set(view.findings.flatMap { ($0.sources ?? [:]).keys })
        var labels: [LocalizedText] = []
        for source in sources.sorted(by: { (sent[$1] ?? 0, $0) < (sent[$0] ?? 0, $1) }) {
            let label = SourceName.of(source)
            if !labels.contains(label) { labels.append(label) }
        }
        named = Array(labels.prefix(SourceColumns.most))
        hasOthers = labels.count > named.count
    }

    /// The headings.
    var labels: [LocalizedText] { named + (hasOthers ? [LocalizedText(zh: "其他来源", en: "other sources")] : []) }

    /// Counts by source as columns.
    func counts(_ sources: [String: Int]) -> [Int] {
        var counts = [Int](repeating: 0, count: labels.count)
        for (source, count) in sources {
            if let place = named.firstIndex(of: SourceName.of(source)) ?? (hasOthers ? named.count : nil) { counts[place] += count }
        }
        return counts
    }
}
