/// What a person does in the response; a user holds roles in territories, an obligation names the role that must meet it.
public enum Role: String, CaseIterable, Sendable, Codable {
    case administrator, commander, investigator, laboratory, hospital, checkpoint
    case communityWorker, placeManager, inspector, isolationSite, dutyOfficer, viewer
}
