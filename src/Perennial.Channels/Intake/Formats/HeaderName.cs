using System.Text;

namespace Perennial.Channels.Intake.Formats;

/// <summary>Column names in the form in which they are compared.</summary>
static class HeaderName
{
    // The program carries no culture data, so accents are taken off by this table.
    const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿčďěňřšťůžąćęłńśźżőű";
    const string Bare = "aaaaaaceeeeiiiinoooooouuuuyycdenrstuzacelnszzou";

    /// <summary>Lower case, without accents, blanks and signs: "Numéro de commande" is "numerodecommande".</summary>
    public static string Normalise(string name)
    {
        var normal = new StringBuilder(name.Length);
        foreach (var c in name.Normalize().ToLowerInvariant())
        {
            var accented = Accented.IndexOf(c);
            if (accented >= 0) normal.Append(Bare[accented]);
            else if (c == 'ß') normal.Append("ss");
            else if (c is '#' or '№') normal.Append('#');
            else if (char.IsLetterOrDigit(c) && c is not ('º' or 'ª')) normal.Append(c);
        }
        return normal.ToString();
    }
}
