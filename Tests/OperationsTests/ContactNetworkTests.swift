import Policy
import Register
import TestWorld
import Testing
import Tracing
import Vocabulary

@testable import Operations

@Suite("The network of cases")
struct ContactNetworkTests {
    private static let today = CivilDate("2022-03-30") ?? CivilDate(daysSinceEpoch: 0)

    private static func network(_ cases: [(id: String, day: Int, isImported: Bool)], _ links: [ChainLink] = []) -> ContactNetwork {
        var network = ContactNetwork()
        network.chains = TransmissionChains(
            cases: cases.map { ChainCase($0.id, onset: today - Days($0.day), isImported: $0.isImported) }, links: links)
        return network
    }

    @Test("of a case without a recorded source those are named who fell ill before it, whoever was in one place with it first")
    func sought() throws {
        let disease = Editions.policy("cn-8").disease
        var network = ContactNetworkTests.network(
            [("1", 12, true), ("2", 9, false), ("3", 8, false), ("4", 5, false), ("5", 4, false)], [ChainLink("1", "2"), ChainLink("1", "3")])
        network.seekSources(disease, today: ContactNetworkTests.today, together: ["3": ["3", "4"], "4": ["3", "4"]])
        // Cases 2 and 3 have a source, case 1 was infected elsewhere.
        #expect(network.sought.map(\.person.rawValue) == [5, 4])
        let four = try #require(network.sought.last)
        #expect(four.candidates.first?.source == "3" && four.candidates.first?.met == true)
        #expect(four.candidates.allSatisfy { $0.days >= 0 && $0.source != "4" })
        #expect(abs(four.candidates.reduce(four.rest) { $0 + $1.probability } - 1) < 1e-9)
        #expect(four.candidates.count <= 3 && four.candidates.allSatisfy { $0.probability >= 0.05 })
    }

    @Test("a chain is closed when the longest incubation has passed since its last onset")
    func closed() {
        let disease = Editions.policy("cn-8").disease, longest = disease.incubationMax.count
        var network = ContactNetworkTests.network(
            [("1", longest + 3, true), ("2", longest, false), ("3", longest + 9, true), ("4", longest - 1, false)],
            [ChainLink("1", "2"), ChainLink("3", "4")])
        network.seekSources(disease, today: ContactNetworkTests.today, together: [:])
        #expect(network.closed == 1 && network.quiet == disease.incubationMax)
    }
}
