namespace Perennial.EndToEnd.Harms;

/// <summary>What harm was done and what became of it: lines of a table, which <c>bench/kills/run.sh</c> gathers.
/// </summary>
static class HarmReport
{
    /// <summary>Adds a line.</summary>
    /// <param name="harm">What was done.</param>
    /// <param name="times">How often.</param>
    /// <param name="shop">To whom.</param>
    /// <param name="changes">Changes that were to be told.</param>
    /// <param name="late">When the last of them came, after the last harm had ended.</param>
    public static void Add(string harm, int times, LoadedShop shop, int changes, TimeSpan late) =>
        TestContext.Current.SendDiagnosticMessage(
            $"| {harm} | {shop.Kind} | {times} | {shop.Loader.Acknowledged.Count} | {shop.Loader.CutOff} | "
            + $"{shop.Receiver.Keys.Count} | {Math.Max(0, late.TotalSeconds):0.0} |");
}
