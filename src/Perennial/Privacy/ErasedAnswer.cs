namespace Perennial.Privacy;

/// <summary>What erasing a person did, for programs: the same at the API and in the terminal.</summary>
/// <param name="ErasedAt">When.</param>
/// <param name="Customers">The customers that are gone.</param>
/// <param name="Rows">How many rows went, by table.</param>
/// <param name="ErasedKeys">How many hashed keys are refused from now on.</param>
/// <param name="ToldDestinations">Whether destinations are told.</param>
/// <param name="ToldUntil">Until when at the latest an entry keeps the keys by which they are; null where none does.
/// </param>
/// <param name="FileRows">Rows taken out of files that destinations wrote into the shop's own folder.</param>
/// <param name="FilesElsewhere">Destinations whose files were left as they are.</param>
/// <param name="TracesLeft">Whether the database's own files may still hold bytes of it (perennial erase --finish).
/// </param>
sealed record ErasedAnswer(string ErasedAt, IReadOnlyList<string> Customers, IReadOnlyDictionary<string, int> Rows,
    int ErasedKeys, bool ToldDestinations, string? ToldUntil, int FileRows, IReadOnlyList<string> FilesElsewhere,
    bool TracesLeft)
{
    public static ErasedAnswer Of(ErasureReport report)
    {
        var receipt = report.Receipt;
        return new ErasedAnswer(receipt.At.ToString(), [.. receipt.Customers.Select(id => id.ToString())],
            receipt.Rows, receipt.ErasedKeys, receipt.ToldDestinations,
            receipt.Remains.ToldUntil is { HasValue: true } until ? until.ToString() : null, report.Files.Rows,
            report.Files.Elsewhere, receipt.Remains.InFiles);
    }
}
