namespace Perennial.Api;

/// <summary>One entry of the catalogue.</summary>
sealed record ColumnAnswer(
    string Name, string ExportName, string Type, string Kind, string Unit, string Formula, string Source);
