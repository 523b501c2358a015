using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Perennial.Tests.Tidy;

/// <summary>Which folder needs which, by the types that compiled code names, method bodies included. A namespace is its
/// folder (another test says so); a folder in a folder counts of its own.</summary>
sealed class FolderArrows
{
    readonly SortedDictionary<string, SortedDictionary<string, string>> arrows = new(StringComparer.Ordinal);
    readonly HashSet<string> seen = [];

    /// <summary>The arrows among the folders of one project.</summary>
    public static FolderArrows Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        var found = new FolderArrows();
        foreach (var type in module.GetTypes()) found.Add(type);
        return found;
    }

    /// <summary>Every arrow, with one pair of types that makes it.</summary>
    public IEnumerable<(string From, string To, string Because)> All =>
        from one in arrows from arrow in one.Value select (one.Key, arrow.Key, arrow.Value);

    /// <summary>The folders that need one another, knot by knot.</summary>
    public IEnumerable<IReadOnlyList<string>> Knots()
    {
        IEnumerable<string> Next(string folder) => arrows.TryGetValue(folder, out var to) ? to.Keys : [];
        HashSet<string> From(string folder)
        {
            var reached = new HashSet<string>();
            var open = new Stack<string>(Next(folder));
            while (open.TryPop(out var one))
                if (reached.Add(one)) foreach (var other in Next(one)) open.Push(other);
            return reached;
        }
        var reach = arrows.Keys.ToDictionary(folder => folder, From);
        return arrows.Keys.Where(folder => reach[folder].Contains(folder))
            .GroupBy(folder => string.Join(' ', reach[folder].Where(other =>
                reach.TryGetValue(other, out var back) && back.Contains(folder)).Order(StringComparer.Ordinal)))
            .Select(knot => knot.Key.Split(' '));
    }

    void Add(TypeDefinition type)
    {
        if (type.BaseType is not null) Add(type, type.BaseType);
        foreach (var one in type.Interfaces) Add(type, one.InterfaceType);
        foreach (var field in type.Fields) Add(type, field.FieldType);
        Add(type, type.CustomAttributes);
        foreach (var method in type.Methods)
        {
            Add(type, method);
            Add(type, method.CustomAttributes);
            if (!method.HasBody) continue;
            foreach (var variable in method.Body.Variables) Add(type, variable.VariableType);
            foreach (var step in method.Body.Instructions) Add(type, step);
        }
    }

    void Add(TypeDefinition from, Instruction step)
    {
        switch (step.Operand)
        {
            case TypeReference to: Add(from, to); break;
            case MethodReference to: Add(from, to); break;
            case FieldReference to:
                Add(from, to.DeclaringType);
                Add(from, to.FieldType);
                break;
        }
    }

    void Add(TypeDefinition from, MethodReference to)
    {
        Add(from, to.DeclaringType);
        Add(from, to.ReturnType);
        foreach (var parameter in to.Parameters) Add(from, parameter.ParameterType);
        if (to is GenericInstanceMethod made) foreach (var one in made.GenericArguments) Add(from, one);
    }

    void Add(TypeDefinition from, IEnumerable<CustomAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(from, attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments)
                if (argument.Value is TypeReference to) Add(from, to);
        }
    }

    void Add(TypeDefinition from, TypeReference? to)
    {
        switch (to)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType made:
                foreach (var one in made.GenericArguments) Add(from, one);
                break;
            case TypeSpecification other:
                Add(from, other.ElementType);
                return;
        }
        var (own, its) = (Outermost(from), Outermost(to));
        if (its.Scope is AssemblyNameReference || own.Namespace == its.Namespace) return;
        if (!Counts(own.Namespace) || !Counts(its.Namespace) || !seen.Add($"{own.FullName} {its.FullName}")) return;
        if (!arrows.TryGetValue(own.Namespace, out var known))
            arrows[own.Namespace] = known = new SortedDictionary<string, string>(StringComparer.Ordinal);
        known.TryAdd(its.Namespace, $"{own.Name} names {its.Name}");
    }

    static bool Counts(string space) => space.StartsWith("Perennial", StringComparison.Ordinal);

    static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
