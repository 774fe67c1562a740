import Epidemiology
import Operations
import Vocabulary

/// Whether the response is in time: tracing against its clocks, and the latest outbreaks by 7-1-7.
extension EpidemicTables {
    /// The indicators of tracing, this week and last, each with its limit or the mark that was published for it.
    var tracing: EpidemicPage.Table {
        let figures = content.tracing
        func step(_ key: String, _ limit: Hours?, _ of: (TracingIndicators) -> Timeliness, mark: String = "") -> EpidemicPage.Row {
            let allowed = limit.map { words("epidemic.within", ["n": words.figure($0.count)]) }
            return row(
                words(key),
                [allowed ?? "–", told(of(figures.recent), isLimited: limit != nil), told(of(figures.before), isLimited: limit != nil), mark])
        }
        func share(_ key: String, _ of: (TracingIndicators) -> Proportion, mark: String = "") -> EpidemicPage.Row {
            row(words(key), ["–", told(of(figures.recent)), told(of(figures.before)), mark])
        }
        let limits = figures.limits
        let perCase = [figures.recent.contactsPerCase, figures.before.contactsPerCase].map { $0.map(number) ?? "–" }
        return table(
            "tracing", words("epidemic.tracing"), note: words("epidemic.tracingNote"), chart: nil,
            head: ["epidemic.indicator", "epidemic.limit", "epidemic.thisWeek", "epidemic.lastWeek", "epidemic.mark"].map { head(words($0)) },
            rows: [
                step("trace.report", nil) { $0.report }, step("trace.interview", limits.interview) { $0.interview },
                step("trace.isolation", nil) { $0.isolation },
                step("trace.notification", limits.notification) { $0.notification }, step("trace.quarantine", limits.quarantine) { $0.quarantine },
                step("trace.confirmed", TracingFigures.quarantineAfterConfirmation, { $0.quarantineAfterConfirmation }, mark: "≥ 80 %"),
                step("trace.evaluation", limits.evaluation) { $0.evaluation }, share("trace.interviewed", { $0.interviewed }, mark: "100 %"),
                share("trace.withContacts", { $0.withContacts }, mark: "≥ 90 %"), row(words("trace.perCase"), ["–"] + perCase + [""]),
                share("trace.amongContacts", { $0.amongContacts }), share("trace.amongQuarantined", { $0.amongQuarantined }),
                share("trace.withoutSource", { $0.withoutSource }), share("trace.followUps", { $0.followUps }, mark: "≥ 90 %"),
                share("trace.lost", { $0.lost }, mark: "< 5 %"),
            ])
    }

    /// The latest outbreaks by place: how fast they were found, told of and answered.
    var events: EpidemicPage.Table {
        let targets = EventTimeliness.targets
        func limited(_ key: String, _ days: Days) -> EpidemicPage.Head { head(words(key, ["n": words.figure(days.count)])) }
        return table(
            "events", words("epidemic.events"), note: words("epidemic.eventsNote"), lack: content.events.isEmpty ? words("epidemic.noEvents") : nil,
            chart: nil,
            head: [
                head(words("situation.area")), head(words("epidemic.eventCases")), limited("epidemic.detection", targets.detection),
                limited("epidemic.notification", targets.notification), limited("epidemic.response", targets.response),
                head(words("epidemic.stillMissing")),
            ],
            rows: content.events.map { event in
                let missing = EventTimeliness.Action.allCases.filter { event.actions[$0] == .some(.none) }
                return row(
                    name(event.territory),
                    [
                        whole(event.cases), told(event.measure.detection), told(event.measure.notification), told(event.measure.response),
                        missing.isEmpty ? "–" : words.list(missing.map { words("eventAction.\($0.rawValue)") }),
                    ])
            })
    }

    private func told(_ outcome: SevenOneSeven.Outcome) -> String {
        switch outcome {
        case .met(let days): words("epidemic.took", ["n": whole(days)])
        case .missed(let days): words("epidemic.tookTooLong", ["n": whole(days)])
        case .running(let days): words("epidemic.soFar", ["n": whole(days)])
        case .overdue(let days): words("epidemic.soFarTooLong", ["n": whole(days)])
        case .unknown: words("epidemic.notKnown")
        }
    }

    private func told(_ share: Proportion) -> String {
        share.total == 0
            ? "–"
            : words(
                "epidemic.shareOf", ["share": words.percent(share.count, of: share.total), "count": whole(share.count), "n": whole(share.total)])
    }

    private func told(_ steps: Timeliness, isLimited: Bool) -> String {
        let median = steps.hours.map { words("epidemic.medianHours", ["hours": number($0.q50)]) }
        let parts = [isLimited && steps.inTime.total > 0 ? told(steps.inTime) : nil, median].compactMap(\.self)
        return parts.isEmpty ? "–" : words.list(parts)
    }
}
