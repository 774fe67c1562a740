import Vocabulary

/// How long a step takes and how often it is done inside its clock.
///
/// Steps that are not done yet count as late once their clock has run out, and are left out before: otherwise the worst cases would be missing from
/// the figures of the day.
public struct Timeliness: Hashable, Sendable {
    /// What happened to one step.
    public struct Step: Hashable, Sendable {
        /// When its clock began.
        public var start: Instant
        /// When it was done; nil if it is not.
        public var done: Instant?

        /// A step that began at `start`.
        public init(start: Instant, done: Instant?) {
            self.start = start
            self.done = done
        }
    }

    /// The clock: how long the step may take.
    public let clock: Span
    /// Done inside the clock, of all whose clock has run out or that are done.
    public let inTime: Proportion
    /// Steps whose clock is still running.
    public let running: Int
    /// Steps not done although their clock has run out.
    public let overdue: Int
    /// Steps done before they began: dates that contradict each other. They are in no other figure.
    public let contradictory: Int
    /// Quartiles and other quantiles of the hours the done steps took; nil if none is done.
    public let hours: Quantiles?

    /// The figures as of `now`. The clock is the policy's.
    public init(_ steps: some Sequence<Step>, clock: Span, now: Instant) {
        self.clock = clock
        var durations: [Double] = []
        var (good, late, running, overdue, contradictory) = (0, 0, 0, 0, 0)
        for step in steps {
            guard let done = step.done, done <= now else {
                if step.start + clock < now { overdue += 1 } else { running += 1 }
                continue
            }
            guard done >= step.start else {
                contradictory += 1
                continue
            }
            let taken = done - step.start
            if taken <= clock { good += 1 } else { late += 1 }
            durations.append(Double(taken.milliseconds) / 3_600_000)
        }
        inTime = Proportion(good, of: good + late + overdue)
        self.running = running
        self.overdue = overdue
        self.contradictory = contradictory
        durations.sort()
        hours = durations.isEmpty ? nil : Quantiles(ofSorted: durations)
    }
}

/// The 7-1-7 measure of one event: from emergence to detection, to notification, to the completion of early response.
///
/// A. Bochner and others, *BMJ Global Health* 2022; T. Frieden and others, *The Lancet* 398 (2021). The targets are parameters.
public struct SevenOneSeven: Hashable, Sendable {
    /// The days each interval may take.
    public struct Targets: Hashable, Sendable {
        /// Emergence to detection.
        public var detection: Days
        /// Detection to notification.
        public var notification: Days
        /// Notification to the completion of all early response actions that apply.
        public var response: Days

        /// Targets in days.
        public init(detection: Days, notification: Days, response: Days) {
            self.detection = detection
            self.notification = notification
            self.response = response
        }
    }

    /// What became of an interval.
    public enum Outcome: Hashable, Sendable {
        /// It took `days`, which is within the target.
        case met(days: Int)
        /// It took `days`, which is more.
        case missed(days: Int)
        /// It is not over; `days` have passed, and the target allows them.
        case running(days: Int)
        /// It is not over, and the target has passed.
        case overdue(days: Int)
        /// Its beginning is not known, or its end lies before it.
        case unknown
    }

    /// Emergence to detection.
    public let detection: Outcome
    /// Detection to notification.
    public let notification: Outcome
    /// Notification to response, the latest of the actions that apply.
    public let response: Outcome

    /// The outcomes as of `today`. Actions that do not apply are left out of `actions`; those not completed are nil.
    public init(
        emergence: CivilDate?, detection: CivilDate?, notification: CivilDate?, actions: [CivilDate?], targets: Targets, today: CivilDate
    ) {
        func outcome(_ from: CivilDate?, _ to: CivilDate?, _ target: Days) -> Outcome {
            guard let from else { return .unknown }
            if let to, to <= today {
                let days = (to - from).count
                guard days >= 0 else { return .unknown }
                return days <= target.count ? .met(days: days) : .missed(days: days)
            }
            let days = (today - from).count
            return days <= target.count ? .running(days: days) : .overdue(days: days)
        }
        self.detection = outcome(emergence, detection, targets.detection)
        self.notification = outcome(detection, notification, targets.notification)
        let completed = actions.isEmpty || actions.contains(nil) ? nil : actions.compactMap { $0 }.max()
        response = outcome(notification, completed, targets.response)
    }

    /// Whether all three were met; nil while that is open.
    public var isMet: Bool? {
        let outcomes = [detection, notification, response]
        if outcomes.contains(where: { if case .missed = $0 { true } else if case .overdue = $0 { true } else { false } }) { return false }
        return outcomes.allSatisfy { if case .met = $0 { true } else { false } } ? true : nil
    }
}
