import Foundation
import Hummingbird
import Obligations
import Policy
import Register
import Storage
import Synchronization
import Vocabulary

/// The decision service: answers what somebody must do on entry from the signed code alone, at the rate of a web server that answers nothing.
///
/// It asks no database. Codes are recognised by their tag, registrations already entered with are remembered, and what a policy says to one
/// risk, day and minute is said once and kept as bytes. More questions than can be answered wait on their connections; none is refused.
final class EntryDecisions: Sendable {
    /// What distinguishes two answers: the day of leaving and the hour make no more than a few hundred in a minute.
    private struct Question: Hashable {
        let risk: OriginRisk?
        let left: CivilDate?
        let certificate: Instant?
        let destination: TerritoryCode?
    }

    private struct Answers {
        var minute: Int64 = 0
        var said: [Question: ByteBuffer] = [:]
    }

    private struct Use {
        let at: Instant
        let checkpoint: String?
    }

    private let keys: EntryKeys?
    private let policy: @Sendable (Instant, TerritoryCode?) -> Policy?
    private let now: @Sendable () -> Instant
    private let zone: CivilZone
    private let appeal: @Sendable () -> LocalizedText
    private let answers = Mutex(Answers())
    private let used = Mutex<[Int64: Use]>([:])
    private let isInformed = Mutex(false)

    /// A service that knows no code, for consoles without a register.
    init() {
        keys = nil
        policy = { _, _ in nil }
        now = { .distantPast }
        zone = .shanghai
        appeal = { LocalizedText(zh: "", en: "") }
    }

    /// A service with the keys of a deployment and the policy in force in a territory at a moment.
    init(
        keys: EntryKeys, zone: CivilZone, now: @escaping @Sendable () -> Instant, appeal: @escaping @Sendable () -> LocalizedText,
        policy: @escaping @Sendable (Instant, TerritoryCode?) -> Policy?
    ) {
        self.keys = keys
        self.zone = zone
        self.now = now
        self.appeal = appeal
        self.policy = policy
    }

    /// Tells the service of a registration that somebody entered with.
    func use(_ registration: Reference<Registration>, at moment: Instant, checkpoint: String?) {
        used.withLock { $0[registration.rawValue] = Use(at: moment, checkpoint: checkpoint) }
    }

    /// Says that every entry so far was told by ``use(_:at:checkpoint:)``; until then answers say that they rest on the code alone.
    func inform() { isInformed.withLock { $0 = true } }

    /// The code of a text, as far as it can be accepted at `moment`.
    func code(_ text: String, at moment: Instant) throws(EntryCodeRefusal) -> EntryCode {
        guard let keys else { throw .notOurs }
        let code = try keys.code(text)
        try code.check(at: moment)
        if let use = used.withLock({ $0[code.registration.rawValue] }) { throw .used(at: use.at, checkpoint: use.checkpoint) }
        return code
    }

    /// What somebody must do on entry at `moment`; nil where no policy is in force.
    func decision(_ traveller: EntryDecision.Traveller, at moment: Instant) -> EntryDecision? {
        policy(moment, traveller.destination == .unstated ? nil : traveller.destination).map {
            EntryDecision(traveller, under: $0, at: moment)
        }
    }

    /// Answers the text of a code as JSON, with its status.
    func answer(_ text: String) -> (status: HTTPResponse.Status, body: ByteBuffer) {
        let now = now()
        let accepted: EntryCode
        do throws(EntryCodeRefusal) {
            accepted = try code(text, at: now)
        } catch {
            return (.unprocessableContent, refusal(error))
        }
        let valid = accepted.certificateTaken
        let question = Question(risk: accepted.risk, left: accepted.leftOrigin, certificate: valid, destination: accepted.destination)
        let minute = now.milliseconds / 60_000
        let kept = answers.withLock { answers -> ByteBuffer? in
            if answers.minute != minute { answers = Answers(minute: minute) }
            return answers.said[question]
        }
        if let kept { return (.ok, kept) }
        guard let decision = decision(.init(accepted), at: now) else { return (.serviceUnavailable, ByteBuffer(string: "{}")) }
        let body = said(decision)
        answers.withLock { if $0.minute == minute, $0.said.count < 20_000 { $0.said[question] = body } }
        return (.ok, body)
    }

    // MARK: JSON

    private struct Said: Encodable {
        struct Text: Encodable {
            let zh: String
            let en: String

            init(_ text: LocalizedText) { (zh, en) = (text.zh, text.en) }
        }
        struct Demand: Encodable {
            let what: Text
            let why: Text
            let rule: String
            let due: String?
        }

        let verdict: String
        let mode: String?
        let until: String?
        let edition: String
        let demands: [Demand]
        /// Whether nothing but the code was asked.
        let fromCodeAlone: Bool
        let appeal: Text
    }

    private struct Refused: Encodable {
        let refused: String
        let message: Said.Text
        let appeal: Said.Text
    }

    private func said(_ decision: EntryDecision) -> ByteBuffer {
        encoded(
            Said(
                verdict: decision.verdict.rawValue, mode: decision.mode?.rawValue, until: decision.until?.description, edition: decision.edition,
                demands: decision.demands.map {
                    .init(what: .init($0.what), why: .init($0.why), rule: $0.rule, due: $0.due.map { zone.text(of: $0) })
                }, fromCodeAlone: !isInformed.withLock { $0 }, appeal: .init(appeal())))
    }

    private func refusal(_ refusal: EntryCodeRefusal) -> ByteBuffer {
        encoded(Refused(refused: refusal.word, message: .init(refusal.message(zone: zone)), appeal: .init(appeal())))
    }

    private func encoded(_ value: some Encodable) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: (try? encoder.encode(value)) ?? Data("{}".utf8))
    }
}
