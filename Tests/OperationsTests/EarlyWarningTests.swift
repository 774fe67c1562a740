import Exchange
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Sentinels' counts are imported, and warn where more is counted than is to be expected")
struct EarlyWarningTests {
    static let now = Instant.shanghai("2022-03-19T10:00")
    private static let today = CivilZone.shanghai.date(of: now)

    /// So many a day, a little more and less by turns, up to yesterday's count.
    private static func series(_ days: Int, around level: Int, last: Int, in territory: TerritoryCode = .yuhua) -> [SentinelCount] {
        (0..<days).map { number in
            let back = days - number
            return SentinelCount(
                territory: territory, source: .feverClinic, day: today - Days(back), count: back == 1 ? last : level + (number * 7) % 5 - 2)
        }
    }

    @Test(
        "a count is held against the same weekdays of eight weeks; it stands out above the threshold, and not below",
        arguments: [(21, false), (30, false), (45, true), (5, false)])
    func weekdays(last: Int, isAlarm: Bool) throws {
        let warning = EarlyWarning(Self.series(70, around: 20, last: last), at: Self.now, zone: .shanghai)
        let line = try #require(warning.lines.first)
        #expect(line.isAlarm == isAlarm && line.count.count == last)
        #expect(abs(line.expected - 20) < 2 && line.threshold > 30 && line.threshold < 42)
    }

    @Test("weekends with fewer visits are compared with weekends")
    func rhythm() throws {
        let counts = Self.series(70, around: 60, last: 60).map { count in
            var count = count
            // Yesterday, the 18th, was a Friday: of all Fridays there are few.
            if (Self.today - 1 - count.day).count.isMultiple(of: 7) { count.count = count.day == Self.today - 1 ? 40 : 15 + count.count % 4 }
            return count
        }
        #expect(EarlyWarning(counts, at: Self.now, zone: .shanghai).lines.first?.isAlarm == true)
    }

    @Test("three years of counts are compared season by season, their growth reckoned with")
    func seasons() throws {
        let days = 364 * 3 + 60
        func series(last: Int) -> [SentinelCount] {
            (0..<days).map { number in
                let back = days - number
                // Winters have three times as many as summers.
                let season = 20 + abs(182 - (back % 364)) / 3
                return SentinelCount(territory: .yuhua, source: .pharmacy, day: Self.today - Days(back), count: back == 1 ? last : season)
            }
        }
        #expect(EarlyWarning(series(last: 85), at: Self.now, zone: .shanghai).lines.first?.isAlarm == false)
        #expect(EarlyWarning(series(last: 140), at: Self.now, zone: .shanghai).lines.first?.isAlarm == true)
    }

    @Test("who has fallen silent, and what is too short, is told and not judged")
    func silent() {
        let stopped = Self.series(40, around: 20, last: 20).filter { $0.day < Self.today - 8 }
        let fresh = Self.series(4, around: 20, last: 20, in: .hunan)
        let warning = EarlyWarning(stopped + fresh, at: Self.now, zone: .shanghai)
        #expect(warning.lines.isEmpty && warning.silent == 1 && warning.unjudged == 1)
    }

    @Test("a file is imported once; another count of a day stands from then on, and what was known before can still be told")
    func imported() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        func run(_ text: String, at moment: Instant, isDry: Bool = false) async throws -> [Int] {
            let operations = register.at(moment)
            let request = try ImportRequest(
                ImportPlan(.bytes(Array(text.utf8), name: "counts.csv"), kind: .counts, context: try await operations.importContext()))
            let report =
                isDry
                ? try await operations.dryRun(request, scope: .systemUnrestricted)
                : try await operations.importTable(request, as: .systemUnrestricted("test"))
            return [report.counts.new, report.counts.changed, report.counts.unchanged, report.counts.rejected]
        }
        let text = "地区,来源,日期,人数\n430111,发热门诊,2022-03-17,31\n430111,药店,2022-03-17,120\n430111,医院,2022-03-17,1\n430111,缺课,2022-03-20,-4\n"
        #expect(try await run(text, at: Self.now, isDry: true) == [2, 0, 0, 2])
        #expect(try await run(text, at: Self.now) == [2, 0, 0, 2])
        #expect(try await run(text, at: Self.now) == [0, 0, 2, 2])
        let later = Self.now + .hours(3)
        #expect(try await run(text.replacing(",31", with: ",34"), at: later) == [0, 1, 1, 2])
        func known(_ moment: Instant) async throws -> [Int] {
            try await register.store.read(.systemUnrestricted) {
                try $0.sentinelCounts(in: .hunan, from: CivilDate(daysSinceEpoch: 0), asOf: moment).map(\.count)
            }
        }
        #expect(try await known(Self.now) == [31, 120])
        #expect(try await known(later) == [34, 120])
        #expect(try await known(Self.now - .hours(1)) == [])
        // A county writes of itself only.
        let county = Author.user(1, .dutyOfficer, in: .yuhua, at: later)
        await #expect(throws: StoreError.self) {
            try await register.store.write(county) { writer in
                let other = SentinelCount(territory: .hunan, source: .absence, day: Self.today, count: 1)
                try writer.keepSentinelCounts([other], knownAt: later)
            }
        }
    }

    @Test("what is exported imports back")
    func exported() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let operations = register.at(Self.now)
        try await operations.keepSentinelCounts(Self.series(10, around: 20, last: 44), as: .systemUnrestricted("test"))
        let file = Collected()
        let request = ExportRequest(kind: .counts, purpose: nil)
        let count = try await operations.exportTable(request, as: .systemUnrestricted("test")) { file.append($0) }
        #expect(count == 10)
        let again = try await TemporaryRegister(at: Self.now)
        let plan = try ImportPlan(.bytes(file.bytes, name: "back.csv"), kind: .counts, context: try await again.at(Self.now).importContext())
        #expect(try await again.at(Self.now).importTable(ImportRequest(plan), as: .systemUnrestricted("test")).counts.new == 10)
        let (before, after) = (
            try await register.store.read(.systemUnrestricted) { try $0.sentinelCounts(in: .hunan, from: Self.today - 30, asOf: Self.now) },
            try await again.store.read(.systemUnrestricted) { try $0.sentinelCounts(in: .hunan, from: Self.today - 30, asOf: Self.now) }
        )
        #expect(before == after)
    }
}
