namespace Perennial.Data.Engines;

/// <summary>Members of enumerations as the store writes them: in lower case.</summary>
static class EnumWord
{
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static T Parse<T>(string word) where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);
}
