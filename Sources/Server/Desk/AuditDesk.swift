import Operations
import Register
import Storage
import Vocabulary

/// The audit: who did what, and whether the chain is whole.
extension OperationsDesk {
    /// Entries on a page.
    private static let pageSize = 60
    /// How many entries are looked at for one page by someone who may not see all.
    private static let reach = 2000

    func audit(_ viewer: Viewer, _ filter: AuditFilter) async throws -> AuditPage.Content {
        // What the system itself did is everyone's; only who answers for the whole register is shown it.
        let seesAll = viewer.covers(operations.policies.root)
        return try await read(viewer) { reader in
            let users = Dictionary(try reader.users().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let own = Set(users.values.filter { $0.grants.allSatisfy { viewer.covers($0.territory) } }.map(\.id))
            let actor = filter.actor.map(UserID.init(rawValue:)).flatMap { seesAll || own.contains($0) ? $0 : nil }
            let person = try filter.person.flatMap { try reader.canSee($0) ? $0 : nil }
            // Nobody is told that there is somebody whom they may not see.
            if filter.actor != actor?.rawValue || filter.person != person { throw Refusal.notFound }
            var found: [AuditEntry] = []
            var before = filter.after
            var looked = 0
            var isOver = false
            while found.count <= OperationsDesk.pageSize, looked < OperationsDesk.reach, !isOver {
                let entries = try reader.auditEntries(AuditQuery(actor: actor, person: person, before: before, limit: 200))
                isOver = entries.count < 200
                looked += entries.count
                before = entries.last?.id
                found += entries.filter { entry in seesAll || (entry.actor.map(own.contains) ?? false) }
            }
            let shown = found.prefix(OperationsDesk.pageSize)
            let hasMore = found.count > OperationsDesk.pageSize || !isOver
            return AuditPage.Content(
                entries: try shown.map { try entry($0, users, reader) },
                users: users.values.filter { seesAll || own.contains($0.id) }.sorted { ($0.display, $0.id) < ($1.display, $1.id) }
                    .map { (id: $0.id.rawValue, name: $0.display) },
                actor: actor?.rawValue, person: try person.flatMap { try tag(of: $0, reader) },
                next: hasMore ? (found.count > OperationsDesk.pageSize ? shown.last?.id : before).map { "\($0)" } : nil, verdict: .notChecked)
        }
    }

    private func entry(_ entry: AuditEntry, _ users: [UserID: User], _ reader: Reader) throws -> AuditPage.Entry {
        let user = entry.actor.flatMap { users[$0] }
        return AuditPage.Entry(
            number: Int(entry.id), at: entry.at, who: user?.display ?? entry.source, role: user?.grants.first?.role, what: what(entry, users),
            person: try entry.persons.first.flatMap { try tag(of: $0, reader) }, purpose: entry.purpose, digest: entry.code)
    }

    /// Acts that people ask after, in words; what follows from them (derived rows) is left out where anything else was done.
    static let acts: [(key: String, zh: String, en: String)] = [
        ("identity.revealed", "查看完整身份", "identity shown"), ("identity.replaced", "更正身份", "identity replaced"),
        ("identity.forgotten", "销毁身份", "identity destroyed"), ("identity.compared", "比对身份", "identities compared"),
        ("person.merged", "并为同一人", "held for one person"), ("person.separated", "撤销合并", "taken apart again"),
        ("person.registered", "登记人员", "people registered"), ("fact.recorded", "新增记录", "facts recorded"),
        ("fact.revised", "更正记录", "facts revised"), ("fact.withdrawn", "撤回记录", "facts withdrawn"),
        ("policy.adopted", "采用方案", "policy adopted"), ("user.created", "新建用户", "user created"), ("user.changed", "更改用户", "user changed"),
        ("session.begun", "登录", "signed in"), ("session.revoked", "结束会话", "session ended"), ("session.extended", "会话续期", "session used"),
        ("sign-in.failed", "登录失败", "sign-in failed"), ("territory.set", "设置地区", "territories set"), ("boundary.set", "设置边界", "map set"),
        ("sign-in-link.made", "生成登录链接", "sign-in link made"), ("sign-in-link.redeemed", "使用登录链接", "sign-in link used"),
        ("setting.set", "设置", "setting set"), ("session.used", "会话使用", "session used"), ("file.kept", "保存文件", "file kept"),
        ("mapping.saved", "保存映射", "mapping saved"), ("mapping.removed", "删除映射", "mapping removed"),
        ("samples.bound", "样本入管", "samples put into tubes"), ("tubes.sent", "送检", "tubes sent"), ("tubes.received", "收样", "tubes received"),
        ("tubes.plated", "上板", "tubes put on plates"), ("tubes.reported", "出具结果", "tubes reported"),
        ("photograph.kept", "添加照片", "photograph added"), ("photograph.shown", "查看照片", "photograph shown"),
        ("photograph.removed", "删除照片", "photograph removed"),
        ("import.begun", "开始导入", "import begun"), ("import.finished", "完成导入", "import finished"),
        ("job.added", "新增作业", "job added"), ("job.advanced", "推进作业", "job carried on"), ("backup.taken", "备份", "backup taken"),
        ("file.expired", "清除到期文件", "expired files removed"), ("session.cleaned", "清除到期会话", "expired sessions removed"),
        ("idempotency.cleaned", "清除旧请求标识", "old request keys removed"),
        ("visit.entered", "场所码进入", "came in by a place code"), ("visit.left", "场所码离开", "left by a place code"),
        ("visit.forgotten", "清除到期到访记录", "expired visits of places removed"),
    ]

    private func what(_ entry: AuditEntry, _ users: [UserID: User]) -> LocalizedText {
        var parts: [(zh: String, en: String)] = []
        for act in OperationsDesk.acts {
            guard let count = entry.acts.counts[act.key], count > 0 else { continue }
            let times = count > 1 ? " × \(count)" : ""
            parts.append((act.zh + times, act.en + times))
        }
        if parts.isEmpty {
            let names = entry.acts.counts.keys.sorted()
            let isDerived = names.allSatisfy { $0.hasPrefix("derived.") || $0 == "person.linked" }
            parts = isDerived ? [("重新推算", "derived anew")] : names.map { ($0, $0) }
        }
        let details = entry.acts.details.filter { ["user.", "policy.", "session."].contains(where: $0.hasPrefix) }
            .map { String($0.split(separator: ":", maxSplits: 1).last ?? "").trimmed }.map { OperationsDesk.named(String($0.prefix(60)), users) }
        let detail = details.isEmpty ? "" : " (" + details.joined(separator: "; ") + ")"
        return LocalizedText(zh: parts.map(\.zh).joined(separator: "、") + detail, en: parts.map(\.en).joined(separator: ", ") + detail)
    }

    /// `user 7 by link` with the name in place of the number.
    private static func named(_ detail: String, _ users: [UserID: User]) -> String {
        let parts = detail.split(separator: " ")
        guard parts.count > 1, parts[0] == "user", let user = Int64(parts[1]).flatMap({ users[UserID(rawValue: $0)] }) else { return detail }
        return ([user.name] + parts.dropFirst(2).map(String.init)).joined(separator: " ")
    }

    func verifyAudit(_ viewer: Viewer) async throws -> AuditPage.Verdict {
        let report = try await operations.store.verifyAudit()
        guard let problem = report.problems.first else { return .whole(entries: Int(report.entries), at: Store.machineTime()) }
        let (number, zh): (Int64, String) =
            switch problem {
            case .entriesMissing(let range): (range.lowerBound, "缺少第\(range.lowerBound)–\(range.upperBound)条")
            case .entryAltered(let entry): (entry, "该条被改动、移位或未用密钥写入")
            case .contentAltered(let entry, _): (entry, "该条所记录的内容被改动或删除")
            case .factsWithoutEntry(let count): (report.entries, "有\(count)条记录没有审计")
            case .adoptionAltered(let entry, _): (entry, "所采用的方案被改动")
            case .tailCut(let database, _): (database, "末尾被截断")
            case .forked(let entry): (entry, "与库外存证不一致")
            case .noteMissing: (report.entries, "库外存证缺失或无法读取")
            }
        return .broken(at: Int(number), LocalizedText(zh: zh, en: problem.description))
    }

    /// What keeps the console from working, in a line each.
    func obstacles() async -> [String] {
        do {
            let health = try await operations.store.health()
            var obstacles: [String] = []
            switch health.auditNote {
            case .tailCut: obstacles.append("the database ends before the audit entry noted outside it")
            case .forked: obstacles.append("the database and the note of the audit disagree")
            case .agrees, .missing: break
            }
            if health.freeBytes < 100_000_000 { obstacles.append("less than 100 MB of disk are free") }
            return obstacles
        } catch {
            return ["the database does not answer"]
        }
    }
}
