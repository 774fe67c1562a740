/// The lines of an investigation team that work on a case side by side (三公（工）联动; `domain.md` §6).
public enum InvestigationLine: String, CaseIterable, Sendable, Codable {
    /// Public health 公卫: the interview.
    case health
    /// The police 公安: where the person was, and who the others are.
    case police
    /// Communications 工信: positions of the telephone.
    case communications
}
