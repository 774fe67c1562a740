import Policy
import Vocabulary

/// Where people meet, and with it how an infection came about.
public enum Layer: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    /// At home.
    case household
    /// In class.
    case classroom
    /// At work.
    case workplace
    /// In a home for the elderly.
    case careHome
    /// In a hospital: patient and staff.
    case ward
    /// In a site of central isolation.
    case isolationSite
    /// With friends and relatives.
    case social
    /// Among strangers in shops, markets, restaurants.
    case venue
    /// At a gathering: a banquet, a wedding, a funeral, a performance.
    case gathering
    /// On the way.
    case transport
    /// Anywhere, where everybody meets everybody alike (random mixing).
    case mixing
    /// Nowhere here: infected when the simulation began.
    case seed
    /// Elsewhere: arrived infected.
    case imported

    /// How a contact definition sees a meeting in this layer; nil where there is none.
    public var setting: ContactSetting? {
        switch self {
        case .household: .household
        case .classroom: .classroom
        case .workplace: .workplace
        case .careHome: .care
        case .ward: .ward
        case .isolationSite: .environment
        case .social: .meal
        case .venue: .enclosedSpace
        case .gathering: .entertainment
        case .transport: .transport
        case .mixing: .other
        case .seed, .imported: nil
        }
    }

    /// Its name in the output.
    public var key: String { String(describing: self) }

    static let count = allCases.count
}
