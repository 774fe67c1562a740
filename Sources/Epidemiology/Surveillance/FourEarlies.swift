import Vocabulary

/// The four earlies 四早 — early detection, report, isolation, treatment — as distributions of the time from onset, and the share inside each clock.
public struct FourEarlies: Hashable, Sendable {
    /// What is known of a case.
    public struct Course: Hashable, Sendable {
        /// First symptoms, or the first positive specimen of a case without any.
        public var onset: Instant
        /// Found: first visit, or first positive specimen.
        public var detected: Instant?
        /// Reported.
        public var reported: Instant?
        /// Isolated.
        public var isolated: Instant?
        /// Treated: admission.
        public var treated: Instant?

        /// A case's course.
        public init(onset: Instant, detected: Instant? = nil, reported: Instant? = nil, isolated: Instant? = nil, treated: Instant? = nil) {
            self.onset = onset
            self.detected = detected
            self.reported = reported
            self.isolated = isolated
            self.treated = treated
        }
    }

    /// How long each step may take. The clocks are the policy's.
    public struct Clocks: Hashable, Sendable {
        /// Onset to detection.
        public var detection: Span
        /// Detection to report.
        public var report: Span
        /// Detection to isolation.
        public var isolation: Span
        /// Detection to treatment.
        public var treatment: Span

        /// The four clocks.
        public init(detection: Span, report: Span, isolation: Span, treatment: Span) {
            self.detection = detection
            self.report = report
            self.isolation = isolation
            self.treatment = treatment
        }
    }

    /// Onset to detection 早发现.
    public let detection: Timeliness
    /// Detection to report 早报告.
    public let report: Timeliness
    /// Detection to isolation 早隔离.
    public let isolation: Timeliness
    /// Detection to treatment 早治疗.
    public let treatment: Timeliness

    /// The figures of `courses` as of `now`.
    public init(_ courses: [Course], clocks: Clocks, now: Instant) {
        func after(_ done: KeyPath<Course, Instant?>) -> [Timeliness.Step] {
            courses.compactMap { course in course.detected.map { Timeliness.Step(start: $0, done: course[keyPath: done]) } }
        }
        detection = Timeliness(courses.map { .init(start: $0.onset, done: $0.detected) }, clock: clocks.detection, now: now)
        report = Timeliness(after(\.reported), clock: clocks.report, now: now)
        isolation = Timeliness(after(\.isolated), clock: clocks.isolation, now: now)
        treatment = Timeliness(after(\.treated), clock: clocks.treatment, now: now)
    }
}
