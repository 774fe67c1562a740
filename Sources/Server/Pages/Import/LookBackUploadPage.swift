import Register
import Vocabulary

/// Hands in a source of an order to look back as a file: whose list it is, for where, which hours it covers, and the file itself.
struct LookBackUploadPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var order: Reference<LookBackOrder>
        var title: String
        var sources: [ArrivalSource]
        /// Those of the order for which the reader may hand in.
        var territories: [(code: TerritoryCode, name: LocalizedText)]
        /// Whether the order names where people came from.
        var hasOrigins: Bool
    }

    let title: String
    let orderAddress: String
    let uploadAddress: String
    let sources: [Option]
    let territories: [Option]
    let risks: [Option]
    let hasOrigins: Bool
    let problem: String?

    init(_ content: Content, _ reading: Reading, source: ArrivalSource?, territory: TerritoryCode?, problem: String? = nil) {
        let words = reading.words
        title = content.title
        orderAddress = reading.address(of: .lookBack(content.order))
        uploadAddress = reading.address("/things/lookBack/\(content.order.rawValue)/upload")
        sources = content.sources.map { Option($0.rawValue, words($0.words), $0 == source) }
        territories = content.territories.map { Option($0.code.digits, words($0.name), $0.code == territory) }
        risks = [Option("", words("lookBack.riskInRows"))] + OriginRisk.allCases.map { Option($0.rawValue, words.name($0)) }
        hasOrigins = content.hasOrigins
        self.problem = problem
    }
}

/// What the page of an import says of the order it was handed in for.
struct LookBackHandedIn: Sendable {
    let text: String
    let orderAddress: String
    let outcome: String?
    let blanks: String?

    init(_ content: ImportRunPage.HandedIn, _ reading: Reading) {
        let words = reading.words
        text = words("lookBack.handedFor", ["source": words(content.source.words)])
        orderAddress = reading.address(of: .lookBack(content.order))
        outcome = content.outcome.map {
            words("lookBack.handedIn", ["called": words.figure($0.gathered.called), "known": words.figure($0.gathered.known)])
        }
        blanks = content.outcome.flatMap { outcome in
            guard outcome.withoutIdentity + outcome.withoutLocation > 0 else { return nil }
            return words(
                "lookBack.handedBlanks",
                ["nobody": words.figure(outcome.withoutIdentity), "nowhere": words.figure(outcome.withoutLocation)])
        }
    }
}
