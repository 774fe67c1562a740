import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

@testable import Server

/// Invented things for looking at their pages: an order on its way down, a finding, a place.
extension PreviewWorld {
    static let order = Reference<Directive>(rawValue: 8123)

    /// The shipped edition of the province.
    private static let policyInForce: Policy = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "policies")
        do {
            return try PolicyDocument.read("hunan-2022-03") { id in
                let file = folder.appending(path: "\(id).yaml")
                return (try? String(contentsOf: file, encoding: .utf8)).map { PolicySource(file: file.lastPathComponent, text: $0) }
            }.policy
        } catch {
            preconditionFailure("policies/hunan-2022-03.yaml: \(error)")
        }
    }()

    private static func founding(_ subject: Subject) -> Fact {
        switch subject {
        case .finding:
            .finding(
                Finding(
                    inspection: Reference(rawValue: 7), territory: code("430111"), inspector: code("43"), category: "扫码", severity: .serious,
                    text: "集贸市场入口无人查验场所码"))
        case .place: .place(Place(name: "红星市场", placeClass: "market", territory: code("430111"), address: "韶山路", ratedCapacity: 2000))
        default:
            .directive(
                Directive(
                    title: "雨花区全员核酸检测", text: "今日18时前完成采样。", issuer: hunan, addressees: [code("4301"), code("4306")], due: at(19, 18),
                    reach: .county))
        }
    }

    static func view(_ subject: Subject) -> ThingView {
        let number = subject.number
        var records = [
            FactRecord(id: FactID(rawValue: number), subject: subject, happenedAt: at(19, 8), knownAt: at(19, 8), fact: founding(subject))
        ]
        if case .directive(let reference) = subject {
            records.append(
                FactRecord(
                    id: FactID(rawValue: number + 1), subject: subject, happenedAt: at(19, 8, 20), knownAt: at(19, 9, 5),
                    fact: .receipt(Receipt(directive: reference, territory: code("4301"), step: .reported, evidence: "已采样三轮"))))
        }
        let history = ThingHistory(
            of: subject, records: records, surroundings: [], governedBy: { _ in { _ in policyInForce } }, now: now, through: now)
        return ThingView(
            subject: subject, asOf: now, dossier: ThingDossier(subject: subject, records: records, surroundings: [], asOf: now),
            standing: history.standing ?? ThingStanding(label: "", territory: hunan, state: "open", at: now),
            obligations: history.calendar.current.map { ObligationView(obligation: $0) },
            entries: records.map {
                FactEntry(record: $0, auditedAt: $0.knownAt, recorder: UserID(rawValue: 2), source: "page", reason: nil, supersedes: nil)
            }, recorders: [UserID(rawValue: 2): "周建军"])
    }

    static func tag(_ subject: Subject) -> ThingTag {
        let standing = view(subject).standing
        return ThingTag(
            subject: subject, label: LocalizedText(zh: standing.label, en: standing.label), state: standing.state, seat: standing.territory)
    }

    private static var names: [TerritoryCode: LocalizedText] {
        Dictionary(prefectures.map { (code($0.0), $0.1) } + [(hunan, LocalizedText(zh: "湖南省", en: "Hunan")), (code("430111"), yuhua)]) { $1 }
    }

    static func thing(_ subject: Subject) -> ThingPage.Content {
        let (view, tag) = (view(subject), tag(subject))
        let items = view.obligations.map { obligation in
            ObligationItem(
                key: ObligationKey(obligation.obligation.id).description, obligation: obligation.obligation, thing: tag,
                territory: names[obligation.obligation.territory] ?? yuhua)
        }
        let context = ThingFormContext(view: view, tag: tag, territory: hunan, grants: [hunan], territories: [])
        return ThingPage.Content(
            view: view, label: tag.label, names: names, obligations: items, next: items.first { $0.obligation.fulfilment == nil },
            branches: view.standing.concerned.map {
                ThingPage.Branch(
                    depth: 0, territory: names[$0.territory] ?? yuhua, kind: subject.kind, state: $0.state, onward: nil, isLate: $0.state == "sent")
            }, related: [],
            offered: ThingFaces.of(subject.kind)?.forms.filter { $0.isOffered(context) }.map(\.name) ?? [], topic: "subject-1")
    }

    static func things(_ query: ThingsQuery) -> ThingsPage.Content {
        let subject = Subject(kind: query.kind, number: 8123) ?? .directive(order)
        let standing = view(subject).standing
        return ThingsPage.Content(
            query: query,
            rows: [
                .init(tag: tag(subject), territory: yuhua, thingClass: standing.thingClass, at: standing.at, nextDue: at(19, 9))
            ], count: .exactly(1), next: nil, classes: ThingFaces.of(query.kind)?.classes.map { ($0, nil) } ?? [],
            founding: ThingFaces.of(query.kind)?.forms.filter(\.founds) ?? [])
    }

    static func thingForm(_ request: ThingFormRequest) -> ThingFormContext {
        ThingFormContext(
            view: request.subject.map(view), tag: request.subject.map(tag), territory: hunan, grants: [hunan],
            territories: prefectures.map { (code($0.0), $0.1) }, classes: [("market", LocalizedText(zh: "农贸市场", en: "Market"))])
    }
}
