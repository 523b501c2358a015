namespace Perennial.Operations;

/// <summary>Who the customers are: what a list shows beside the columns. Row by row as in the profile table.</summary>
public sealed class CustomerDirectory(
    string[] names, string[] emails, string[] phones, string[] cities, string[] countries)
{
    public int Count => names.Length;

    public string Name(int row) => names[row];

    public string Email(int row) => emails[row];

    public string Phone(int row) => phones[row];

    public string City(int row) => cities[row];

    public string Country(int row) => countries[row];

    public bool HasPhone(int row) => phones[row].Length > 0;

    /// <summary>Rows whose name, e-mail or phone contains the text, ascending.</summary>
    public IEnumerable<int> Search(string text)
    {
        for (var row = 0; row < names.Length; row++)
        {
            if (Contains(names[row], text) || Contains(emails[row], text) || Contains(phones[row], text))
                yield return row;
        }
    }

    static bool Contains(string value, string text) => value.Contains(text, StringComparison.OrdinalIgnoreCase);
}
