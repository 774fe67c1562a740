import Vocabulary

extension CommunityRules {
    /// The dose that follows those given, and when it may be given.
    public struct NextDose: Hashable, Sendable {
        /// Which dose, from 1.
        public let dose: Int
        /// Least days after the dose before.
        public let gap: Days
        /// Most days after the first dose, where the edition says so.
        public let latest: Days?
        /// Least age in years.
        public let minAge: Int
        /// Whether it is the booster after a full course.
        public let isBooster: Bool
    }

    /// What follows `dose` doses of a course begun with `product`; nil where nothing does, or the edition does not know the product.
    ///
    /// The course is that of the first product: a booster of another product (序贯加强, `domain.md` §11) follows it all the same.
    public func next(afterDose dose: Int, ofCourse product: String) -> NextDose? {
        guard let course = courses[product], dose >= 1 else { return nil }
        if dose < course.doses {
            guard dose <= course.gaps.count else { return nil }
            return NextDose(
                dose: dose + 1, gap: course.gaps[dose - 1], latest: dose <= course.latest.count ? course.latest[dose - 1] : nil,
                minAge: course.minAge, isBooster: false)
        }
        guard dose == course.doses, let booster else { return nil }
        return NextDose(dose: dose + 1, gap: booster.after, latest: nil, minAge: booster.minAge, isBooster: true)
    }

    /// How far somebody is vaccinated who had `dose` doses of a course begun with `product`.
    public func status(afterDose dose: Int, ofCourse product: String) -> VaccinationStatus {
        guard let course = courses[product], dose >= course.doses else { return .none }
        return dose > course.doses ? .booster : .primary
    }
}
