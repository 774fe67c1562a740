import Testing
import Vocabulary

@testable import Policy

@Suite("Differences in plain words")
struct DiffTests {
    func paragraphs(_ old: String, _ new: String) throws -> [String: LocalizedText] {
        let diff = PolicyDiff(from: try Shipped.read(old), to: try Shipped.read(new))
        return Dictionary(
            diff.paragraphs.map { ($0.key, LocalizedText(zh: $0.title.zh + "：" + $0.text.zh, en: $0.title.en + ": " + $0.text.en)) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test("8th to 9th edition")
    func eightToNine() throws {
        let words = try paragraphs("cn-8", "cn-9")
        #expect(
            words["tracing.close"]?.en
                == "Close contacts: central quarantine 14 → 7 days; test days 1, 4, 7, 14 (2 swabs) → 1, 2, 3, 5, 7; home health monitoring 7 → 3 days; test days 2, 7 → 3; environment negative yes → no"
        )
        #expect(
            words["tracing.close"]?.zh == "密接：集中隔离 14 → 7 天；检测日 1、4、7、14（双采双检） → 1、2、3、5、7；居家健康监测 7 → 3 天；检测日 2、7 → 3；环境采样阴性 是 → 否")
        #expect(words["tracing.closeClocks"]?.en == "Clocks for close contacts: transferred 12 → 8 h")
        #expect(words["tracing.secondary"]?.en.hasPrefix("Secondary contacts: central quarantine 7 days → home isolation 7 days") == true)
        #expect(words["tracing.exposedAtPlace"]?.en == "People exposed at a place: new: self-monitoring 3 days, tests on days 1, 3")
        #expect(words["screening.lookBack"]?.en == "Look-back: period 14 → 7 days")
        #expect(
            words["testing.posts.designated_hospital_other"]?.en
                == "Posts · Designated hospitals outside isolation wards: tested every 2 days → daily")
    }

    @Test("9th edition to the twenty measures")
    func nineToTwenty() throws {
        let words = try paragraphs("cn-9", "cn-20")
        #expect(words["tracing.secondary"]?.en == "Secondary contacts: no longer set; was: home isolation 7 days, tests on days 1, 4, 7")
        #expect(words["tracing.secondary"]?.zh == "次密接：取消：居家隔离 7 天，第 1、4、7 天检测")
        #expect(words["arrivals.high"]?.en.contains("control · late entry now after more than 7 days: 1 test at once only") == true)
        #expect(words["zones.levels.high"]?.en.contains("clean days 7 → 5 days") == true)
    }

    @Test("an edition does not differ from itself, nor from one that writes its defaults out")
    func same() throws {
        for key in Shipped.keys { #expect(PolicyDiff(from: try Shipped.read(key), to: try Shipped.read(key)).changes.isEmpty) }
        let silent = try Written.read(Written.head)
        let written = try Written.read(Written.head + "testing: {certificateFrom: sampling}\nlimits: {urgentCare: yes}\n")
        #expect(PolicyDiff(from: silent, to: written).changes.map(\.key) == ["testing.certificateFrom", "limits.urgentCare"])
        #expect(
            PolicyDiff(
                from: try Written.read(Written.head + "testing: {}\n"), to: try Written.read(Written.head + "testing: {certificateFrom: sampling}\n")
            ).changes.isEmpty)
    }

    @Test("every pair of editions compares, both ways, in both languages")
    func pairs() throws {
        let documents = try Shipped.keys.map { try Shipped.read($0) }
        for old in documents {
            for new in documents where old.policy.id != new.policy.id {
                let diff = PolicyDiff(from: old, to: new)
                #expect(!diff.changes.isEmpty)
                #expect(diff.paragraphs.allSatisfy { !$0.text.en.isEmpty && !$0.text.zh.isEmpty && !$0.title.en.isEmpty })
                #expect(diff.paragraphs.reduce(0) { $0 + $1.changes.count } == diff.changes.count)
            }
        }
    }

    @Test(
        "the key of an obligation leads to the line it rests on",
        arguments: [
            ("tracing.close.stages.1.tests.4", "tracing.close.stages.1.tests"),
            ("tracing.close.stages.1.tests.atOnce1", "tracing.close.stages.1.tests"),
            ("tracing.close.clocks.located", "tracing.closeClocks.located"), ("tracing.case.clocks.firstReport", "tracing.caseClocks.firstReport"),
            ("tracing.close.release.2", "tracing.close.stages.2.mode"), ("arrivals.high.clocks.control", "arrivals.high.controlWithin"),
            ("arrivals.high.clocks.checks", "arrivals.high.checkWithin"),
            ("treatment.confirmed.clocks.reported", "treatment.confirmed.clocks.reported"),
            ("treatment.confirmed.discharge.tests.1", "treatment.confirmed.discharge.negatives"),
            ("testing.posts.market.frequency", "testing.posts.market.frequency"), ("testing.results.clocks.pooled", "testing.resultWithinPooled"),
        ])
    func explains(rule: String, line: String) throws {
        #expect(try Shipped.read("hunan-2022-03").lines(explaining: rule).first?.key == line)
    }

    @Test("an outline has the ten measures in their order, and every line of the policy once")
    func outline() throws {
        let document = try Shipped.read("hunan-2022-03")
        let outline = PolicyOutline(document)
        #expect(outline.sections.compactMap(\.measure) == Measure.allCases)
        let keys = outline.sections.flatMap(\.parts).flatMap(\.lines).flatMap { $0.details.isEmpty ? [$0.key] : $0.details.map(\.key) }
        #expect(keys.count == Set(keys).count)
        #expect(Set(keys) == Set(document.lines.map(\.key).filter { !$0.hasSuffix(".label") && !["id", "title"].contains($0) }))
    }
}
