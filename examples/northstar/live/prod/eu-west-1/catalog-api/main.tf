# The catalog-api service of prod in eu-west-1. Owned by catalog.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

variable "currency" {
  type = string
}

module "service" {
  source = "../../../../modules/service"

  name      = "catalog-api-${var.environment}-${var.region}"
  image     = "registry.northstar.example/catalog-api:1.4.2"
  instances = 4
}

resource "terraform_data" "prices" {
  input = var.currency
}

output "address" {
  value = module.service.address
}
