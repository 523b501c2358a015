namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads names of what there is in a shop: one that is misspelt would hold of nobody, or of everybody, without
/// a word.</summary>
sealed class NameReader(TokenReader tokens, RuleContext context)
{
    /// <summary>A name in quotes.</summary>
    public string Read(NameKind kind, string remedy)
    {
        var name = tokens.TakeText(remedy);
        Check(kind, name);
        return name.Text;
    }

    /// <summary>Refuses a name that is none.</summary>
    public void Check(NameKind kind, Token name)
    {
        if (context.Names(kind) is not { Count: > 0 } there || there.Contains(name.Text)) return;
        throw tokens.Error(name, $"There is no {NameKinds.Word(kind)} '{name.Text}'.",
            NearestNames.Remedy(name.Text, there));
    }
}
