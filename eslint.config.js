import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** Maximum number of lines of a file. tests/habits checks the median. */
const maxLines = 300;

export default tseslint.config(
  { ignores: ["node_modules/", ".sandbox/", "tests/habits/fixtures/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { "@pulumi": pulumi },
    languageOptions: {
      // one program for all files takes half the time of the project service
      parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",

      "@typescript-eslint/consistent-type-imports": ["error", { prefer: "type-imports" }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/naming-convention": [
        "error",
        { selector: "typeLike", format: ["PascalCase"] },
        { selector: "function", format: ["camelCase"] },
        // a destructured name is its owner's
        { selector: ["variable", "parameter"], modifiers: ["destructured"], format: null },
        {
          selector: "variable",
          format: ["camelCase"],
          leadingUnderscore: "allow",
          trailingUnderscore: "allow",
        },
        // a dynamic import binds a class to a constant
        {
          selector: "variable",
          modifiers: ["const"],
          filter: "^[A-Z][a-z]",
          format: ["PascalCase"],
        },
        {
          selector: "parameter",
          format: ["camelCase"],
          leadingUnderscore: "allow",
          trailingUnderscore: "allow",
        },
      ],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      // Values of type `any` from a parser may be passed on, but not read: no-unsafe-member-access and no-unsafe-call
      // forbid that until they have a type.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unnecessary-condition": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
      "@typescript-eslint/prefer-nullish-coalescing": "error",
      "@typescript-eslint/prefer-optional-chain": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/return-await": ["error", "in-try-catch"],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],

      eqeqeq: "error",
      "max-lines": ["error", maxLines],
      "no-console": "off",
      "no-param-reassign": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "No default export: a name is the same wherever it is imported.",
        },
        {
          selector: "TSAsExpression > TSAsExpression[typeAnnotation.type='TSUnknownKeyword']",
          message: "`as unknown as` hides a wrong field: type it, or parse it.",
        },
        {
          selector: "TSEnumDeclaration",
          message: "No enum: a union of strings needs no code (erasableSyntaxOnly).",
        },
        {
          selector:
            "BinaryExpression[operator=/^[!=]==?$/] > CallExpression[callee.name='getStack'], BinaryExpression[operator=/^[!=]==?$/] > CallExpression[callee.property.name='getStack']",
          message: "No `getStack() === …`: a choice is a setting of a profile (ADR 1).",
        },
      ],
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      // chai's assertions are expressions
      "@typescript-eslint/no-unused-expressions": "off",
      // a missing field of an untyped response fails the test anyway
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      // a mock keeps the signature of the original
      "@typescript-eslint/require-await": "off",
      // a missing fixture fails the test anyway
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
