using Perennial.Core;
using Perennial.Data.Batches;

namespace Perennial.Data.Intake;

/// <summary>What the list of imports says of one.</summary>
/// <param name="File">Name of the file, or what else the facts came from.</param>
/// <param name="ReportJson">What intake reported, as JSON.</param>
public sealed record ImportNote(string File, string ReportJson)
{
    /// <summary>The report once it is known what was written; null where that changes nothing.</summary>
    public Func<WriteResult, string>? ReportAfter { get; init; }
}

/// <summary>How far an import is.</summary>
public enum ImportState : byte
{
    /// <summary>All of it is in the shop.</summary>
    Whole,

    /// <summary>Some customers of it are; the same file again goes on with it, or it is taken back.</summary>
    UnderWay,

    /// <summary>What it had added is gone again.</summary>
    TakenBack,

    /// <summary>Some of what it had added is gone again; it can only be taken back further.</summary>
    TakingBack,
}

/// <summary>One line of the list of imports.</summary>
public sealed record ImportEntry(
    long Id, string Source, string File, Instant At, WriteCounts Customers, WriteCounts Orders, string ReportJson)
{
    /// <summary>How far it is.</summary>
    public ImportState State { get; init; }

    /// <summary>Activities.</summary>
    public WriteCounts Activities { get; init; }

    /// <summary>Contacts.</summary>
    public WriteCounts Contacts { get; init; }

    /// <summary>Responses.</summary>
    public WriteCounts Responses { get; init; }
}
