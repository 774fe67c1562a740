import Obligations
import Register
import Testing
import Vocabulary

@Suite("Whom a plan of inspection draws")
struct InspectionDrawTests {
    private static func candidates(_ count: Int = 40) -> [InspectionDraw.Candidate] {
        (0..<count).map { number in
            InspectionDraw.Candidate(
                territory: TerritoryCode(String(430_100 + number + 1)) ?? .unstated, lateShare: Double(number % 7) / 10,
                lastSeen: number % 3 == 0 ? nil : ThingScene.at("01 00:00") + .hours(number))
        }
    }

    @Test("the worst and longest unseen come first, and one in five by chance")
    func order() {
        let draw = InspectionDraw(Self.candidates(), count: 10, chanceShare: 20, seed: 1)
        #expect(draw.targets.count == 10)
        #expect(draw.targets.map(\.grounds) == Array(repeating: .risk, count: 8) + [.chance, .chance])
        #expect(draw.targets.prefix(8).map(\.rank) == Array(1...8))
        #expect(draw.ranking[0].lateShare == 0.6 && draw.ranking[0].lastSeen == nil)
        #expect(Set(draw.targets.map(\.territory)).count == 10)
    }

    @Test("the same seed draws the same in whatever order candidates come; another seed draws another by chance, the same by risk")
    func seed() {
        let first = InspectionDraw(Self.candidates(), count: 10, chanceShare: 20, seed: 7).targets
        #expect(InspectionDraw(Self.candidates().reversed(), count: 10, chanceShare: 20, seed: 7).targets == first)
        let others = (0..<20).map { InspectionDraw(Self.candidates(), count: 10, chanceShare: 20, seed: $0).targets }
        #expect(others.allSatisfy { $0.prefix(8) == first.prefix(8) })
        #expect(Set(others.map { Set($0.suffix(2).map(\.territory)) }).count > 10)
    }

    @Test("chance reaches everyone whom risk does not, about equally often")
    func fairness() {
        var drawn: [TerritoryCode: Int] = [:]
        for seed in 0..<3200 {
            for target in InspectionDraw(Self.candidates(), count: 10, chanceShare: 20, seed: Int64(seed)).targets where target.grounds == .chance {
                drawn[target.territory, default: 0] += 1
            }
        }
        #expect(drawn.count == 32)
        // 6400 draws over 32 are 200 each; five standard deviations are 70.
        #expect(drawn.values.allSatisfy { (130...270).contains($0) })
    }

    @Test(
        "no more than there are are drawn, none by chance where the policy wants none",
        arguments: [(3, 5, 20.0, 3, 1), (40, 1, 20.0, 1, 0), (40, 5, 0.0, 5, 0), (0, 5, 20.0, 0, 0), (40, 4, 100.0, 4, 4)])
    func bounds(there: Int, count: Int, share: Double, drawn: Int, byChance: Int) {
        let targets = InspectionDraw(Self.candidates(there), count: count, chanceShare: share, seed: 3).targets
        #expect(targets.count == drawn)
        #expect(targets.count { $0.grounds == .chance } == byChance)
    }
}
