namespace Perennial.Ui.Charts;

/// <summary>The way from a number to the customers behind it.</summary>
public static class InsightLink
{
    /// <summary>The list of those of whom a rule holds; of everybody for none.</summary>
    public static string To(string rule) =>
        rule.Length == 0 ? "/customers" : "/customers?rule=" + Uri.EscapeDataString(rule);
}
