using Perennial.Data.Intake;

namespace Perennial.Words;

/// <summary>Imports in words.</summary>
static class ImportWords
{
    /// <summary>How far an import is.</summary>
    public static string Of(ImportState state) => state switch
    {
        ImportState.UnderWay => "under way",
        ImportState.TakenBack => "taken back",
        ImportState.TakingBack => "being taken back",
        _ => "whole",
    };
}
