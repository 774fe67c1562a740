import Register
import Storage
import Vocabulary

/// Reports of a territory: drafted, edited, signed off.
extension Filing {
    /// Files a first draft; `moment` is the one of which it speaks.
    @discardableResult
    public func draftReport(_ report: IssuedReport, at moment: Instant) throws -> FactRecord {
        var draft = report
        draft.signedBy = nil
        guard writer.scope.covers(report.territory) else { throw StoreError.territoryOutsideScope(report.territory) }
        return try file(.report(draft), about: .territory(report.territory), at: moment)
    }

    /// Files another version of a report; a changed text is a draft again, until somebody signs it.
    ///
    /// - Parameter expected: The version the author saw.
    @discardableResult
    public func reviseReport(_ entity: Int64, text: LocalizedText, signedBy: String? = nil, expected: FactID) throws -> FactRecord {
        let former = try current(entity)
        guard var report = IssuedReport.value(in: former.fact) else { throw OperationError.notFound }
        guard writer.scope.covers(report.territory) else { throw StoreError.territoryOutsideScope(report.territory) }
        report.text = text
        report.signedBy = signedBy
        return try revise(former, to: .report(report), expected: expected)
    }
}

/// A report with its versions.
public struct ReportView: Hashable, Sendable {
    /// Its number.
    public let entity: Int64
    /// The moment of which it speaks.
    public let moment: Instant
    /// As it stands.
    public let report: IssuedReport
    /// The entry in force.
    public let version: FactID
    /// All versions, the first first.
    public let versions: [Version]
    /// The text of the last signed report of the same sort before it; nil for the first.
    public let previous: LocalizedText?

    /// A version.
    public struct Version: Hashable, Sendable {
        /// When it was written.
        public let at: Instant
        /// By whom; nil for the system.
        public let author: String?
        /// What it said.
        public let report: IssuedReport

        /// A version from its parts.
        public init(at: Instant, author: String?, report: IssuedReport) {
            self.at = at
            self.author = author
            self.report = report
        }
    }

    /// A report from its parts.
    public init(entity: Int64, moment: Instant, report: IssuedReport, version: FactID, versions: [Version], previous: LocalizedText?) {
        self.entity = entity
        self.moment = moment
        self.report = report
        self.version = version
        self.versions = versions
        self.previous = previous
    }
}

extension Operations {
    /// The reports of a territory, the latest first.
    public func reports(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> [ReportView] {
        let moment = min(asOf ?? clock.now, clock.now)
        return try await store.read(scope) { reader in
            guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
            var entries: [FactEntry] = []
            var query = FactsQuery(kind: .report, before: moment + Span(milliseconds: 1))
            while true {
                let page = try reader.entries(query)
                entries += page.filter { $0.record.subject == .territory(territory) }
                guard page.count == query.limit, let last = page.last else { break }
                query.after = last.record
            }
            var names: [UserID: String] = [:]
            for recorder in Set(entries.compactMap(\.recorder)) { names[recorder] = try reader.user(recorder)?.display }
            return ReportView.all(entries.sorted { $0.record.id < $1.record.id }, names)
        }
    }
}

extension ReportView {
    /// The reports that entries make, the latest first; each knows the signed one before it.
    static func all(_ entries: [FactEntry], _ names: [UserID: String]) -> [ReportView] {
        var order: [Int64] = []
        var versions: [Int64: [FactEntry]] = [:]
        for entry in entries {
            if versions[entry.record.entity] == nil { order.append(entry.record.entity) }
            versions[entry.record.entity, default: []].append(entry)
        }
        var signed: [IssuedReport.Sort: LocalizedText] = [:]
        var views: [ReportView] = []
        for entity in order {
            guard let all = versions[entity], let last = all.last, !last.record.isWithdrawn, let report = IssuedReport.value(in: last.record.fact)
            else {
                continue
            }
            views.append(
                ReportView(
                    entity: entity, moment: last.record.happenedAt, report: report, version: last.record.id,
                    versions: all.compactMap { entry in
                        IssuedReport.value(in: entry.record.fact).map {
                            Version(at: entry.record.knownAt, author: entry.recorder.flatMap { names[$0] }, report: $0)
                        }
                    }, previous: signed[report.sort]))
            if report.signedBy != nil { signed[report.sort] = report.text }
        }
        return views.reversed()
    }
}

extension Operations {
    /// A report as the figures have it, to be edited: a brief as of the moment, or the bulletin of the last whole day with how targets and measures
    /// stood when it was over.
    ///
    /// - Parameter movements: Whether a bulletin goes on with where the new cases were, de-identified.
    public func draft(
        _ sort: IssuedReport.Sort, of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil, movements: Bool = false,
        names: @escaping @Sendable (TerritoryCode) -> LocalizedText
    ) async throws -> (text: LocalizedText, moment: Instant) {
        switch sort {
        case .bulletin:
            let bulletin = try await bulletin(of: territory, scope: scope, asOf: asOf)
            guard bulletin.breaches.isEmpty else { throw OperationError.unbalanced(bulletin.breaches) }
            let moved = movements ? try await self.movements(of: territory, scope: scope, asOf: asOf) : []
            let moment = policies.zone.instant(bulletin.day + 1)
            let situation = try await situation(of: territory, scope: scope, asOf: moment)
            let sentences =
                BulletinText(bulletin, names: names).sentences
                + (try await measures(of: situation, scope: scope, names: names).sentences)
                + PublishedTrajectory.text(moved, in: policies.zone, names: names)
            return (LocalizedText(lines: sentences), moment)
        case .brief:
            let situation = try await situation(of: territory, scope: scope, asOf: asOf)
            let sentences =
                SituationBrief(situation, zone: policies.zone, names: names).sentences
                + (try await measures(of: situation, scope: scope, names: names).sentences)
            return (LocalizedText(lines: sentences), situation.asOf)
        }
    }
}

extension LocalizedText {
    /// Sentences, a line each.
    init(lines sentences: [LocalizedText]) {
        self.init(zh: sentences.map(\.zh).joined(separator: "\n"), en: sentences.map(\.en).joined(separator: "\n"))
    }
}
