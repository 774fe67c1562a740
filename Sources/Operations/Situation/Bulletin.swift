import Obligations
import Register
import Storage
import Vocabulary

/// The daily bulletin of a territory, 0–24 h, as provinces publish it (`domain.md` §12.1).
///
/// What is *new* is the difference between two states of knowledge: how the cases stood by what was known when the day began, and by what was known
/// when it ended. What became known late is new on the day on which it became known, as 报告新增 means it; days therefore add up without a gap, and the
/// identities of §12.1 hold day by day:
/// - change of cumulative confirmed = new confirmed − corrections, the converted being among the new;
/// - change of asymptomatic under observation = new − released − converted.
///
/// Probable cases count as confirmed, as in ``CaseFigures``.
public struct Bulletin: Hashable, Sendable {
    /// The territory.
    public let territory: TerritoryCode
    /// The day.
    public let day: CivilDate
    /// New confirmed cases, those converted from asymptomatic among them.
    public let newConfirmed: Found
    /// Asymptomatic infections under observation that became confirmed cases.
    public let converted: Split
    /// Confirmed cases counted before that are none any more: excluded, withdrawn, classed anew, or another territory's.
    public let corrections: Split
    /// New asymptomatic infections.
    public let newAsymptomatic: Found
    /// Asymptomatic infections that left observation other than by becoming confirmed.
    public let released: Split
    /// Of the released those that were ruled out or became another territory's.
    public let ruledOut: Split
    /// Confirmed cases discharged on the day.
    public let newDischarged: Int
    /// Confirmed cases who died on the day.
    public let newDied: Int
    /// How the counts stood when the day began.
    public let before: Totals
    /// How they stood when it ended.
    public let after: Totals
    /// Whole days without a new local infection, for the territories below that have had one.
    public let quiet: [Quiet]

    /// A count, those from abroad told apart.
    public struct Split: Hashable, Sendable {
        /// Acquired here or in another province.
        public var local = 0
        /// From abroad.
        public var imported = 0
        /// Both.
        public var total: Int { local + imported }
    }

    /// New infections with where they were found.
    public struct Found: Hashable, Sendable {
        /// Those from abroad.
        public var imported = 0
        /// The others by the territories next below, by code.
        public var places: [Place] = []
        /// Local ones.
        public var local: Int { places.reduce(0) { $0 + $1.inside + $1.outside } }
        /// All.
        public var total: Int { imported + local }
    }

    /// New local infections of one territory.
    public struct Place: Hashable, Sendable {
        /// The territory.
        public var territory: TerritoryCode
        /// Found among people under control 管控人员中发现.
        public var inside = 0
        /// Found outside control 社会面发现.
        public var outside = 0
    }

    /// What stands at a moment.
    public struct Totals: Hashable, Sendable {
        /// Confirmed cases ever, not excluded.
        public var confirmed = Split()
        /// Of these still being treated.
        public var open = Split()
        /// Of these severe or critical.
        public var severe = 0
        /// Of the confirmed those discharged.
        public var discharged = 0
        /// Of the confirmed those who died.
        public var died = 0
        /// Of the confirmed those handed to another territory.
        public var left = 0
        /// Asymptomatic infections under observation.
        public var observed = Split()
    }

    /// How long a territory has been without a new local infection.
    public struct Quiet: Hashable, Sendable {
        /// The territory.
        public var territory: TerritoryCode
        /// Whole days.
        public var days: Int
    }

    /// The identities that do not hold, in words; a bulletin that has any must not be issued.
    ///
    /// The totals are counted, the changes are found by comparing person by person: that the two agree is no matter of course.
    public var breaches: [String] {
        var breaches: [String] = []
        func check(_ name: String, _ part: KeyPath<Split, Int>) {
            let confirmed = after.confirmed[keyPath: part] - before.confirmed[keyPath: part]
            let new = (part == \.imported ? newConfirmed.imported : newConfirmed.local) - corrections[keyPath: part]
            if confirmed != new { breaches.append("cumulative confirmed (\(name)) changed by \(confirmed), new less corrections is \(new)") }
            let observed = after.observed[keyPath: part] - before.observed[keyPath: part]
            let asymptomatic = part == \.imported ? newAsymptomatic.imported : newAsymptomatic.local
            let flow = asymptomatic - released[keyPath: part] - converted[keyPath: part]
            if observed != flow { breaches.append("asymptomatic under observation (\(name)) changed by \(observed), the day's flows by \(flow)") }
        }
        check("local", \.local)
        check("imported", \.imported)
        if converted.total > newConfirmed.total { breaches.append("more converted than new confirmed") }
        if after.confirmed.total != after.open.total + after.discharged + after.died + after.left {
            breaches.append("confirmed is not under treatment + discharged + died + handed over")
        }
        return breaches
    }
}

extension Bulletin {
    /// The bulletin of `day` from the cases as known when it began and as known when it ended.
    public init(of territory: TerritoryCode, day: CivilDate, before: [CaseLine], after: [CaseLine], zone: CivilZone) {
        let earlier = Dictionary(before.map { ($0.person, $0) }, uniquingKeysWith: { $1 })
        let later = Dictionary(after.map { ($0.person, $0) }, uniquingKeysWith: { $1 })
        let below = TerritoryCode.Level(rawValue: territory.level.rawValue + 1) ?? territory.level
        var (newConfirmed, newAsymptomatic) = (Found(), Found())
        var (converted, corrections, released, ruledOut) = (Split(), Split(), Split(), Split())
        var (newDischarged, newDied) = (0, 0)
        for (person, line) in later {
            let former = earlier[person]
            // Someone whose origin was judged anew moves between local and imported: out of the one, into the other.
            let same = former.flatMap { $0.isLocal == line.isLocal ? $0 : nil }
            if line.isConfirmed, same?.isConfirmed != true { newConfirmed.count(line, below) }
            if line.isConfirmed, same?.isObserved == true { converted.count(line) }
            if line.isAsymptomatic, same?.isObserved != true, line.isObserved || former.map({ !$0.isAsymptomatic }) ?? true {
                newAsymptomatic.count(line, below)
            }
            if line.isConfirmed {
                if line.infection.outcome == .recovered, former?.infection.outcome != .recovered { newDischarged += 1 }
                if line.infection.outcome == .died, former?.infection.outcome != .died { newDied += 1 }
            }
            // Found and released within the day: came and went.
            if line.isAsymptomatic, !line.isObserved, former.map({ !$0.isAsymptomatic }) ?? true { released.count(line) }
        }
        for (person, line) in earlier {
            let now = later[person]
            let same = now.flatMap { $0.isLocal == line.isLocal ? $0 : nil }
            if line.isConfirmed, same?.isConfirmed != true { corrections.count(line) }
            if line.isObserved, same?.isObserved != true, same?.isConfirmed != true {
                released.count(line)
                if same == nil { ruledOut.count(line) }
            }
        }
        newConfirmed.places.sort { $0.territory < $1.territory }
        newAsymptomatic.places.sort { $0.territory < $1.territory }
        self.territory = territory
        self.day = day
        self.newConfirmed = newConfirmed
        self.converted = converted
        self.corrections = corrections
        self.newAsymptomatic = newAsymptomatic
        self.released = released
        self.ruledOut = ruledOut
        self.newDischarged = newDischarged
        self.newDied = newDied
        self.before = Totals(before)
        self.after = Totals(after)
        quiet = Bulletin.quiet(after, below, day: day, zone: zone)
    }

    private static func quiet(_ cases: [CaseLine], _ below: TerritoryCode.Level, day: CivilDate, zone: CivilZone) -> [Quiet] {
        var last: [TerritoryCode: CivilDate] = [:]
        for line in cases where line.isLocal {
            guard let code = line.infection.report.territory.ancestor(at: below) else { continue }
            let date = zone.date(of: line.infection.diagnosedAt)
            last[code] = max(last[code] ?? date, date)
        }
        return last.sorted { $0.key < $1.key }.map { Quiet(territory: $0.key, days: max(0, (day - $0.value).count)) }
    }
}

extension Bulletin.Totals {
    /// The counts of the cases as they stand.
    public init(_ cases: [CaseLine]) {
        for line in cases {
            if line.isObserved { observed.count(line) }
            guard line.isConfirmed else { continue }
            confirmed.count(line)
            switch line.infection.outcome {
            case .recovered: discharged += 1
            case .died: died += 1
            case .leftTerritory: left += 1
            case nil:
                open.count(line)
                if (line.infection.severity ?? .mild) >= .severe { severe += 1 }
            }
        }
    }
}

extension Bulletin.Split {
    mutating func count(_ line: CaseLine) {
        if line.isLocal { local += 1 } else { imported += 1 }
    }
}

extension Bulletin.Found {
    mutating func count(_ line: CaseLine, _ level: TerritoryCode.Level) {
        guard line.isLocal else {
            imported += 1
            return
        }
        let code = line.infection.report.territory.ancestor(at: level) ?? line.infection.report.territory
        let index = places.firstIndex { $0.territory == code } ?? places.endIndex
        if index == places.endIndex { places.append(Bulletin.Place(territory: code)) }
        if line.isFoundUnderControl { places[index].inside += 1 } else { places[index].outside += 1 }
    }
}

extension CaseLine {
    /// Whether it counts among the confirmed.
    public var isConfirmed: Bool { infection.kind == .confirmed || infection.kind == .probable }
    /// Whether it is an asymptomatic infection, under observation or released.
    var isAsymptomatic: Bool { infection.kind == .asymptomatic }
    /// Whether it is an asymptomatic infection under observation.
    public var isObserved: Bool { isAsymptomatic && isOpen }
}

extension Operations {
    /// The bulletin of the last day that was over at `moment`.
    public func bulletin(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> Bulletin {
        let now = clock.now
        let moment = min(asOf ?? now, now)
        let policies = policies
        return try await store.read(scope) { reader in
            let zone = try policies.edition(at: moment, in: territory).zone
            let today = zone.date(of: moment)
            return Bulletin(
                of: territory, day: today - 1,
                before: try reader.caseLines(in: territory, asOf: zone.instant(today - 1), policies: policies),
                after: try reader.caseLines(in: territory, asOf: zone.instant(today), policies: policies), zone: zone)
        }
    }

    /// What the cases of a situation say, under the disease profile in force then; clusters are looked for among the given counties, attack rates
    /// told of the given contacts.
    public func estimates(
        of situation: Situation, among counties: [TerritoryEntry] = [], contacts: Estimates.Contacts = .init()
    ) throws -> Estimates {
        let policy = try policies.edition(at: situation.asOf, in: situation.territory)
        return Estimates(
            situation.cases, of: situation.territory, among: counties, contacts: contacts, disease: policy.disease, at: situation.asOf,
            zone: policy.zone)
    }
}
