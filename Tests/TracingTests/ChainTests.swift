import Foundation
import Policy
import Testing
import Vocabulary

@testable import Tracing

@Suite("Chains of transmission")
struct ChainTests {
    private let chains = TransmissionChains(
        cases: ["a", "b", "c", "d", "x"].map { ChainCase($0, onset: CivilDate("2022-03-10"), isImported: $0 == "a") },
        links: [
            ChainLink("a", "b", setting: "ward"), ChainLink("a", "c"), ChainLink("b", "d"), ChainLink("c", "d"), ChainLink("a", "b"),
            ChainLink("d", "d"),
            ChainLink("z", "y"),
        ])

    @Test("have generations by the shortest way, offspring, clusters, and cases that only links name")
    func counts() {
        #expect(chains.cases.map(\.id) == ["a", "b", "c", "d", "x", "z", "y"])
        #expect(chains.cases.filter { !$0.isListed }.map(\.id) == ["z", "y"])
        #expect(chains.generations == [0, 1, 1, 2, 0, 0, 1])
        #expect(chains.generationSizes == [3, 3, 1])
        #expect(chains.offspring.map { "\($0.id) \($0.count)" } == ["a 2", "b 1", "c 1", "z 1"])
        #expect(chains.clusters.map { $0.members.count } == [4, 2, 1])
        #expect(chains.clustersWithoutOrigin.map { $0.roots.map { chains.cases[$0].id } } == [["z"], ["x"]])
    }

    @Test("that run in a circle nobody entered have no generation")
    func circle() {
        let circle = TransmissionChains(cases: [], links: [ChainLink("a", "b"), ChainLink("b", "a"), ChainLink("b", "c")])
        #expect(circle.generations == [nil, nil, nil])
        #expect(circle.clusters.map(\.roots) == [[]])
    }

    @Test("are closed once the quiet days have passed since the last onset")
    func closed() throws {
        let day = try #require(CivilDate("2022-03-10"))
        let cluster = chains.clusters[0]
        #expect(!cluster.isClosed(on: day + 27, after: 28))
        #expect(cluster.isClosed(on: day + 28, after: 28))
        #expect(!chains.clusters[1].isClosed(on: day + 99, after: 28), "no onset is known")
    }

    @Test("tell who links two cases")
    func path() {
        #expect(chains.path(from: "c", to: "b") == ["c", "a", "b"], "a common source before a common case")
        #expect(chains.path(from: "d", to: "a") == ["d", "b", "a"])
        #expect(chains.path(from: "a", to: "a") == ["a"])
        #expect(chains.path(from: "a", to: "x") == nil)
    }

    @Test("leave as GraphML that parses, as CSV, and as the pair of tables for epicontacts")
    func exports() throws {
        let odd = TransmissionChains(
            cases: [ChainCase("a<&\"1", onset: CivilDate("2022-03-10"), attributes: [.init("ward, bed", "x\u{1}y")])],
            links: [ChainLink("a<&\"1", "b", setting: "bus, rear")])
        #expect(
            odd.graphML.contains("<node id=\"a&lt;&amp;&quot;1\"><data key=\"onset\">2022-03-10</data><data key=\"generation\">0</data>")
                && odd.graphML.contains("<data key=\"a0\">xy</data>"))
        #expect(odd.linkTable == "source,target,setting,probability,recorded\n\"a<&\"\"1\",b,\"bus, rear\",1.0,true\n")
        let (linelist, contacts) = odd.epicontacts
        #expect(linelist == "id,onset,generation,listed,\"ward, bed\"\n\"a<&\"\"1\",2022-03-10,0,true,x\u{1}y\nb,,1,false,\n")
        #expect(contacts == "from,to,exposure,probability,recorded\n\"a<&\"\"1\",b,\"bus, rear\",1.0,true\n")
    }
}

@Suite("Likely sources")
struct LikelySourceTests {
    private static let interval = DiseaseProfile.Distribution(.gamma, mean: 4, deviation: 2)

    private func item(_ id: String, _ day: Int, exposure: ClosedRange<Int>? = nil) throws -> ChainCase {
        let start = try #require(CivilDate("2022-03-01"))
        return ChainCase(id, onset: start + Days(day), exposure: exposure.map { (start + Days($0.lowerBound))...(start + Days($0.upperBound)) })
    }

    @Test("by time alone are those of Wallinga and Teunis: the interval's density over that of all candidates")
    func time() throws {
        let assumptions = LikelySources.Assumptions(interval: Self.interval, unlisted: 0)
        let cases = try [item("a", 0), item("b", 3), item("c", 9), item("t", 5)]
        let found = LikelySources(assumptions).candidates(for: cases[3], among: cases)
        // Gamma with k = 4 and scale 1: the densities at 5 and at 2 days are as 125 e^-5 to 8 e^-2.
        let ratio = 125 * exp(-5.0) / (8 * exp(-2.0))
        #expect(found.map(\.source) == ["b", "a"])
        #expect(abs(found[1].probability / found[0].probability - ratio) < 1e-9)
        #expect(abs(found.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    }

    @Test("are changed by who met, by genomes, by the known exposure; the unlisted keep their share")
    func evidence() throws {
        let cases = try [item("a", 0), item("b", 1), item("t", 5)]
        let plain = LikelySources.Assumptions(interval: Self.interval, unlisted: 0)
        #expect(LikelySources(plain, met: { source, _ in source == "a" }).candidates(for: cases[2], among: cases).first?.source == "a")
        #expect(LikelySources(plain, distance: { source, _ in source == "a" ? 0 : 9 }).candidates(for: cases[2], among: cases).first?.source == "a")
        let late = try item("t", 5, exposure: 16...17)
        #expect(LikelySources(plain).candidates(for: late, among: cases).map(\.source) == [])
        let unlisted = LikelySources(LikelySources.Assumptions(interval: Self.interval, unlisted: 0.3)).candidates(for: cases[2], among: cases)
        #expect(unlisted.reduce(0) { $0 + $1.probability } < 0.95)
    }

    @Test("fill the links that chains lack, never in a circle")
    func missing() throws {
        let cases = try [item("a", 0), item("b", 4), item("c", 8)]
        let chains = TransmissionChains(cases: cases, links: [ChainLink("c", "a")])
        let sources = LikelySources(LikelySources.Assumptions(interval: Self.interval, unlisted: 0))
        let found = sources.missingLinks(of: chains, atLeast: 0.5)
        #expect(found.map { "\($0.source)>\($0.target)" } == ["a>b", "b>c"])
        #expect(found.allSatisfy { !$0.isRecorded && $0.probability <= 1 })
    }

    @Test("densities add up to one and have the mean they are given", arguments: [DiseaseProfile.Distribution.Shape.gamma, .lognormal, .weibull])
    func densities(shape: DiseaseProfile.Distribution.Shape) {
        let distribution = DiseaseProfile.Distribution(shape, mean: 5.2, deviation: 2.8)
        let steps = stride(from: 0.005, to: 60, by: 0.01)
        #expect(abs(steps.reduce(0) { $0 + distribution.density($1) * 0.01 } - 1) < 0.001)
        #expect(abs(steps.reduce(0) { $0 + $1 * distribution.density($1) * 0.01 } - 5.2) < 0.01)
    }

    @Test("take the interval of the policy's disease")
    func policy() throws {
        #expect(LikelySources.Assumptions(try Editions.policy("cn-8").disease)?.interval.mean == 3.8)
        #expect(LikelySources.Assumptions(try Editions.policy("who-mers").disease)?.interval.mean == 12.6)
        #expect(LikelySources.Assumptions(try Editions.policy("none").disease) == nil)
    }
}

@Suite("The published line lists count as their files count")
struct LinelistTests {
    private func rows(_ name: String) throws -> [[String]] {
        let text = try String(contentsOf: Linelists.folder.appending(path: "linelists/\(name)"), encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            var cells: [String] = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == ",", !isQuoted {
                    cells.append("")
                } else {
                    cells[cells.count - 1].append(character)
                }
            }
            return cells
        }
    }

    @Test("MERS in Korea, 2015", .enabled(if: Linelists.isThere("mers_korea_2015_contacts.csv"), "../shared/data/linelists is not here"))
    func mers() throws {
        let cases = try rows("mers_korea_2015_linelist.csv").map { ChainCase($0[0], onset: CivilDate($0[7]), isImported: $0[4] == "Middle East") }
        let links = try rows("mers_korea_2015_contacts.csv").map { ChainLink($0[0], $0[1], setting: $0[2]) }
        let chains = TransmissionChains(cases: cases, links: links)
        #expect(chains.cases.count == 162 && chains.cases.allSatisfy(\.isListed))
        #expect(chains.links.count == 98)
        #expect(chains.offspring.prefix(3).map { "\($0.id) \($0.count)" } == ["SK_14 38", "SK_1 26", "SK_16 21"])
        #expect(chains.sources.map(\.count).filter { $0 > 1 }.sorted() == [2, 3], "two cases have more than one possible source")
        #expect(chains.cases.count { $0.onset == nil } == 27)
        #expect(chains.graphML.split(separator: "<node ").count == 163 && chains.graphML.split(separator: "<edge ").count == 99)
    }

    @Test("the simulated Ebola epidemic", .enabled(if: Linelists.isThere("ebola_sim_clean_contacts.csv"), "../shared/data/linelists is not here"))
    func ebola() throws {
        let cases = try rows("ebola_sim_clean_linelist.csv").map { ChainCase($0[0], onset: CivilDate($0[3])) }
        let links = try rows("ebola_sim_clean_contacts.csv").map { ChainLink($0[0], $0[1], setting: $0[2]) }
        let chains = TransmissionChains(cases: cases, links: links)
        let listed = Set(cases.map(\.id))
        #expect(cases.count == 5829 && links.count == 3800)
        #expect(links.count { !listed.contains($0.source) } == 1657 && links.count { !listed.contains($0.target) } == 59)
        #expect(chains.clusters.reduce(0) { $0 + $1.members.count } == chains.cases.count)
    }

    @Test("measles in Hagelloch, 1861", .enabled(if: Linelists.isThere("measles_hagelloch_1861.csv"), "../shared/data/linelists is not here"))
    func hagelloch() throws {
        let table = try rows("measles_hagelloch_1861.csv")
        let chains = TransmissionChains(
            cases: table.map { ChainCase($0[0], onset: CivilDate($0[2])) },
            links: table.filter { !$0[1].isEmpty && $0[1] != "NA" }.map { ChainLink($0[1], $0[0]) })
        #expect(chains.cases.count == 188)
        #expect(chains.sources.count { $0.isEmpty } == 4, "four cases without an infector")
    }
}
