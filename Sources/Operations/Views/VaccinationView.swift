import Policy
import Register
import Storage
import Vocabulary

/// Coverage by age band against the resident register, and holders of posts whose class asks for more than they have (measure 9;
/// `domain.md` §11).
public struct VaccinationView: Sendable {
    /// An age band.
    public struct Band: Sendable {
        /// The youngest.
        public let from: Int
        /// The oldest; nil: no upper end.
        public let to: Int?
        /// Residents of the band.
        public internal(set) var residents = 0
        /// Of them with a dose.
        public internal(set) var begun = 0
        /// Of them with the full course.
        public internal(set) var full = 0
        /// Of them with a booster.
        public internal(set) var boosted = 0
    }

    /// The bands in which coverage is reported.
    public internal(set) var bands: [Band]
    /// Holders of posts whose class asks for a vaccination, by class.
    public internal(set) var posts: [String: (holders: Int, lacking: Int)] = [:]
    /// Of them those who lack it.
    public internal(set) var lacking: [PersonID] = []
    /// Residents whose year of birth is not known.
    public internal(set) var ageless = 0

    /// Bands of the lists of priority: children from 3, youths, adults, 60 and older, 80 and older.
    private static let limits: [(Int, Int?)] = [(3, 11), (12, 17), (18, 59), (60, 79), (80, nil)]

    init(_ register: VaccinationRegister, _ policy: Policy, year: Int) {
        bands = VaccinationView.limits.map { Band(from: $0.0, to: $0.1) }
        func band(_ birthYear: Int?) -> Int? {
            birthYear.flatMap { born in bands.firstIndex { $0.from <= year - born && ($0.to.map { year - born <= $0 } ?? true) } }
        }
        for (born, count) in register.residents {
            if born == nil { ageless += count }
            if let place = band(born) { bands[place].residents += count }
        }
        for line in register.lines {
            let status = line.product.map { policy.community.status(afterDose: line.doses, ofCourse: $0) } ?? .none
            if let place = band(line.birthYear) {
                if line.doses > 0 { bands[place].begun += 1 }
                if status != .none { bands[place].full += 1 }
                if status == .booster { bands[place].boosted += 1 }
            }
            guard let post = line.postClass, let asked = policy.testing.posts[post]?.vaccination, asked != .none else { continue }
            let isLacking = asked == .booster ? status != .booster : status == .none
            posts[post, default: (0, 0)].holders += 1
            if isLacking {
                posts[post, default: (0, 0)].lacking += 1
                lacking.append(line.person)
            }
        }
    }
}

extension Operations {
    /// The coverage of a territory at present.
    public func vaccination(of territory: TerritoryCode, scope: Scope) async throws -> VaccinationView {
        let policy = try policies.edition(at: clock.now, in: territory)
        let year = policy.zone.date(of: clock.now).components.year
        return try await store.read(scope) { VaccinationView(try $0.vaccinationRegister(in: territory), policy, year: year) }
    }
}
